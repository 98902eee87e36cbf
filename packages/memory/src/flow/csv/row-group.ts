import { Buffer } from 'node:buffer';
import { CarryBuffer } from '../carry-buffer.ts';
import { flowLimits } from '../flow.limits.ts';
import { utf8Text } from '../utf8-text.ts';
import type { CsvFault } from './csv-fault.ts';
import type { FieldPlaces } from './field-places.ts';
import type { RowBounds } from './row-bounds.ts';
import { RowScanner } from './row-scanner.ts';

/** Bounds of a row, and where the input begins. */
export interface RowGroupOptions extends RowBounds {
  readonly maxItemBytes: number;
}

/** A row as it was found. */
export interface FoundRow {
  readonly byteOffset: number;
  readonly line: number;
  readonly fault: CsvFault | null;
  /** Its fields among the places of all fields. */
  readonly firstField: number;
  readonly fieldCount: number;
  /** Its bytes in those of the group. */
  readonly from: number;
  readonly to: number;
  /** Its start in the text of the group. */
  readonly textFrom: number;
}

const empty: Buffer = Buffer.alloc(0);

/**
 * Cuts rows out of chunks and turns some of them at a time into text: rows that follow each other in
 * one chunk, about `flowLimits.rowTextBytes` together. So a field that is kept holds such a text and
 * never its chunk. A row that spans chunks is copied together and is a group of its own.
 */
export class RowGroup {
  readonly #scanner: RowScanner;
  readonly #maxItemBytes: number;
  readonly #carry = new CarryBuffer();
  #rows: FoundRow[] = [];
  #next = 0;
  #chunk: Buffer = empty;
  #bytes: Buffer = empty;
  #text: string | null = '';
  #isDropped = false;

  constructor(options: RowGroupOptions) {
    this.#scanner = new RowScanner(options);
    this.#maxItemBytes = options.maxItemBytes;
  }

  /** Bytes held of a row that spans chunks. */
  get heldBytes(): number {
    return this.#carry.capacity;
  }

  /** Bytes of the rows of the group. */
  get groupBytes(): number {
    return this.#bytes.length;
  }

  get hasRows(): boolean {
    return this.#next < this.#rows.length;
  }

  /** Places of the fields of the group's rows. */
  get fields(): FieldPlaces {
    return this.#scanner.fields;
  }

  /** Text of all rows of the group; null when they are not all UTF-8. */
  get text(): string | null {
    return this.#text;
  }

  /** The next row of the group. */
  take(): FoundRow {
    return this.#rows[this.#next++]!;
  }

  /** Bytes of a row of the group. */
  bytesOf({ from, to }: FoundRow): Buffer {
    return this.#bytes.subarray(from, to);
  }

  /** Gives the next chunk; the former one must be used up. */
  feed(chunk: Buffer): void {
    this.#chunk = chunk;
    this.#scanner.feed(chunk);
  }

  /** Finds the next rows; false when the chunk is used up. */
  fill(): boolean {
    const scanner = this.#scanner;
    this.#reset();
    if (scanner.rowFrom < 0) {
      if (!scanner.scan()) return this.#keep();
      this.#finishSpanning(scanner.rowTo);
    }
    while (this.#rows.length === 0) {
      if (!this.#collect()) return this.#keep();
    }
    return true;
  }

  /** After the last chunk: whether a row without a line end is left. */
  end(): boolean {
    this.#reset();
    if (this.#scanner.end()) this.#finishSpanning(0);
    return this.#rows.length > 0;
  }

  #reset(): void {
    this.#rows = [];
    this.#next = 0;
    this.#bytes = empty;
    this.#scanner.fields.forget();
  }

  /** Takes whole rows of the chunk; false when there is none. */
  #collect(): boolean {
    const scanner = this.#scanner;
    const from = scanner.rowFrom;
    let to = from;
    let skew = 0;
    let isAscii = true;
    while (to - from < flowLimits.rowTextBytes.value && scanner.scan()) {
      to = scanner.rowTo;
      if (!scanner.isBlank) this.#add(scanner.rowFrom - from, to - from, skew);
      skew += scanner.skew;
      isAscii &&= scanner.isAscii;
      scanner.begin();
    }
    this.#decode(this.#chunk.subarray(from, to), isAscii);
    return scanner.rowFrom > from;
  }

  /** The row under way has its last bytes in `chunk[0, to)`. */
  #finishSpanning(to: number): void {
    const scanner = this.#scanner;
    if (!this.#isDropped) this.#carry.append(this.#chunk, 0, to);
    const bytes = this.#isDropped ? empty : this.#carry.bytes();
    if (!scanner.isBlank) this.#add(0, bytes.length, 0);
    this.#decode(bytes, scanner.isAscii);
    this.#carry.reset();
    this.#isDropped = false;
    scanner.begin();
  }

  #add(from: number, to: number, skew: number): void {
    const { fields, rowOffset, rowLine, rowTo, rowFrom, fault } = this.#scanner;
    const isTooLarge = rowTo - rowFrom > this.#maxItemBytes;
    this.#rows.push({
      byteOffset: rowOffset,
      line: rowLine,
      fault: isTooLarge ? this.#tooLarge() : fault,
      firstField: fields.first,
      fieldCount: fields.ofRow,
      from,
      to,
      textFrom: from - skew,
    });
  }

  #tooLarge(): CsvFault {
    const { rowOffset, rowLine } = this.#scanner;
    const reason = `the row is larger than ${this.#maxItemBytes} bytes`;
    return { code: 'CSV_TOO_LARGE', reason, byteOffset: rowOffset, line: rowLine };
  }

  #decode(bytes: Buffer, isAscii: boolean): void {
    this.#bytes = bytes;
    this.#text = isAscii ? bytes.toString('latin1') : utf8Text(bytes);
  }

  /** The chunk ends inside a row: copies what is there of it, once. */
  #keep(): false {
    const from = Math.max(0, this.#scanner.rowFrom);
    const { length } = this.#chunk;
    if (this.#carry.length + length - from > this.#maxItemBytes) {
      this.#isDropped = true;
      this.#carry.reset();
    }
    if (!this.#isDropped && from < length) this.#carry.append(this.#chunk, from, length);
    this.#chunk = empty;
    return false;
  }
}
