import type { ByteReader } from '../byte-source.ts';
import { flowLimits } from '../flow.limits.ts';
import type { ReadCharge } from '../read-charge.ts';
import type { InputHead } from '../read-head.ts';
import type { RecordSource } from '../record-iterator.ts';
import { findUtf8Fault } from '../utf8-fault.ts';
import { utf8Text } from '../utf8-text.ts';
import { columnsFault } from './column-names.ts';
import type { CsvFault, CsvFaultCode } from './csv-fault.ts';
import type { CsvRecord } from './csv-record.ts';
import type { FoundRow, RowGroup } from './row-group.ts';
import { arrayOfRow, RowObjects } from './row-values.ts';
import type { RowText } from './row-values.ts';

/** What rows become, and which ones are refused. */
export interface CsvSourceOptions {
  readonly columns: 'header' | 'none' | readonly string[];
  readonly requiredColumns: readonly string[];
  readonly ragged: 'report' | 'fill' | 'accept';
  readonly signal: AbortSignal | undefined;
}

type Value = string[] | Record<string, string>;

/** The rows of one input as records, for {@link RecordIterator}. */
export class CsvSource implements RecordSource<CsvRecord<Value>> {
  readonly #options: CsvSourceOptions;
  readonly #reader: ByteReader;
  readonly #charge: ReadCharge;
  readonly #group: RowGroup;
  #chunkBytes: number;
  readonly #foreignEncoding: string | undefined;
  #index = 0;
  /** Fields a row must have; 0 until it is known. */
  #width = 0;
  #objects: RowObjects | null = null;
  #isHeaderNext: boolean;
  #isEnded = false;
  /** Nothing can be read any more. */
  #isBroken = false;

  constructor(
    options: CsvSourceOptions,
    reader: ByteReader,
    charge: ReadCharge,
    group: RowGroup,
    head: InputHead,
  ) {
    this.#options = options;
    this.#reader = reader;
    this.#charge = charge;
    this.#group = group;
    this.#chunkBytes = head.heldBytes;
    this.#foreignEncoding = head.foreignEncoding;
    this.#isHeaderNext = options.columns === 'header';
    if (typeof options.columns === 'object') this.#name(options.columns);
    group.feed(head.bytes);
  }

  take(): CsvRecord<Value> | null {
    this.#options.signal?.throwIfAborted();
    const group = this.#group;
    while (!this.#isBroken) {
      if (this.#foreignEncoding) return this.#break(this.#foreign(this.#foreignEncoding));
      if (!group.hasRows) {
        if (this.#isEnded) return this.#isHeaderNext ? this.#break(this.#noHeader()) : null;
        if (!group.fill()) return null;
        if (!this.#charge.tryHold(this.#neededBytes())) return null;
      }
      const row = group.take();
      if (!this.#isHeaderNext) return this.#record(row);
      const fault = this.#readHeader(row);
      if (fault) return this.#break(fault);
    }
    return null;
  }

  async more(): Promise<boolean> {
    const group = this.#group;
    if (group.hasRows) {
      await this.#charge.hold(this.#neededBytes());
      return true;
    }
    if (this.#isEnded || this.#isBroken) return false;
    if (!this.#reader.hasRest) this.#charge.lower(group.heldBytes);
    const piece = await this.#reader.read();
    this.#chunkBytes = this.#reader.chunkBytes;
    if (piece) {
      await this.#charge.hold(this.#chunkBytes + group.heldBytes);
      group.feed(piece);
      return true;
    }
    this.#isEnded = true;
    if (group.end()) await this.#charge.hold(this.#neededBytes());
    return true;
  }

  async close(): Promise<void> {
    this.#charge[Symbol.dispose]();
    await this.#reader[Symbol.asyncDispose]();
  }

  #neededBytes(): number {
    const { groupBytes, heldBytes } = this.#group;
    return this.#chunkBytes + heldBytes + groupBytes * flowLimits.parsedFactor.value;
  }

  #record(row: FoundRow): CsvRecord<Value> {
    const { byteOffset, line } = row;
    const index = this.#index++;
    const text = row.fault ? null : this.#textOf(row);
    if (text === null) return { index, byteOffset, line, error: row.fault ?? this.#notUtf8(row) };
    const error = this.#lengthFault(row);
    if (error) return { index, byteOffset, line, error };
    return { index, byteOffset, line, value: this.#valueOf(text) };
  }

  #valueOf(text: RowText): Value {
    if (this.#objects) return this.#objects.read(text);
    const values = arrayOfRow(text);
    if (this.#options.ragged === 'fill') {
      while (values.length < this.#width) values.push('');
    }
    return values;
  }

  /** What is wrong with the number of fields. Without names the first row tells how many there are. */
  #lengthFault(row: FoundRow): CsvFault | null {
    const { ragged } = this.#options;
    const count = row.fieldCount;
    this.#width ||= count;
    if (count === this.#width || ragged === 'accept') return null;
    if (count < this.#width && ragged === 'fill') return null;
    const reason = `the row has ${count} fields instead of ${this.#width}`;
    return faultOf('CSV_ROW_LENGTH', reason, row);
  }

  #readHeader(row: FoundRow): CsvFault | null {
    this.#isHeaderNext = false;
    const text = row.fault ? null : this.#textOf(row);
    if (text === null) return row.fault ?? this.#notUtf8(row);
    const names = arrayOfRow(text);
    const reason = columnsFault(names, this.#options.requiredColumns);
    if (reason !== null) return faultOf('CSV_HEADER', reason, row);
    this.#name(names);
    return null;
  }

  #name(names: readonly string[]): void {
    this.#width = names.length;
    this.#objects = new RowObjects(names);
  }

  #foreign(encoding: string): CsvFault {
    const reason = `the input is ${encoding}; it must be UTF-8`;
    return { code: 'CSV_ENCODING', reason, byteOffset: 0, line: 1 };
  }

  #noHeader(): CsvFault {
    const reason = 'the input holds no header row';
    return { code: 'CSV_HEADER', reason, byteOffset: 0, line: 1 };
  }

  /** A fault after which nothing can be read. */
  #break(error: CsvFault): CsvRecord<Value> {
    this.#isBroken = true;
    return { index: this.#index, byteOffset: error.byteOffset, line: error.line, error };
  }

  /** The row as text with its places; null when it is not UTF-8. */
  #textOf(row: FoundRow): RowText | null {
    const { fields, text } = this.#group;
    const { firstField: first, fieldCount: count, textFrom } = row;
    if (text !== null) return { fields, first, count, text, textFrom };
    const own = utf8Text(this.#group.bytesOf(row));
    return own === null ? null : { fields, first, count, text: own, textFrom: 0 };
  }

  #notUtf8(row: FoundRow): CsvFault {
    const bytes = this.#group.bytesOf(row);
    const at = findUtf8Fault(bytes);
    // Latin-1 has a place for each byte.
    const lines = bytes.toString('latin1', 0, at).split(/\r\n|\r|\n/).length - 1;
    const place = { byteOffset: row.byteOffset + at, line: row.line + lines };
    return { code: 'CSV_ENCODING', reason: 'the bytes are not UTF-8', ...place };
  }
}

function faultOf(code: CsvFaultCode, reason: string, { byteOffset, line }: FoundRow): CsvFault {
  return { code, reason, byteOffset, line };
}
