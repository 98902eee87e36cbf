import { Buffer, isAscii } from 'node:buffer';
import { CarryBuffer } from './carry-buffer.ts';
import type { JsonSlice, JsonSlicer, SliceFault } from './json-slice.ts';
import { exceedsDepth } from './json-depth.ts';

/** Bounds of one record and where in the input the lines begin. */
export interface LineSlicerOptions {
  readonly maxItemBytes: number;
  readonly maxDepth: number;
  /** Position of the first byte fed, when something stood before it. */
  readonly startOffset?: number;
  readonly startLine?: number;
  readonly startIndex?: number;
}

const newline = 0x0a;
const empty: Buffer = Buffer.alloc(0);

/** One record a line (NDJSON). Blank lines count as lines but not as records. */
export class LineSlicer implements JsonSlicer {
  readonly #options: LineSlicerOptions;
  readonly #carry = new CarryBuffer();
  #chunk: Buffer = empty;
  #chunkOffset: number;
  #at = 0;
  #line: number;
  #index: number;
  #isChunkAscii = true;
  #isCarryAscii = true;
  /** Where the present line starts, from the start of the input. */
  #lineOffset: number;
  /** The present line is longer than a record may be: nothing of it is kept. */
  #isTooLarge = false;

  constructor(options: LineSlicerOptions) {
    this.#options = options;
    this.#chunkOffset = options.startOffset ?? 0;
    this.#lineOffset = this.#chunkOffset;
    this.#line = options.startLine ?? 1;
    this.#index = options.startIndex ?? 0;
  }

  get heldBytes(): number {
    return this.#carry.capacity;
  }

  feed(chunk: Buffer): void {
    this.#chunkOffset += this.#chunk.length;
    this.#chunk = chunk;
    this.#at = 0;
    this.#isChunkAscii = isAscii(chunk);
  }

  next(): JsonSlice | null {
    for (;;) {
      const end = this.#chunk.indexOf(newline, this.#at);
      if (end === -1) {
        this.#keep(this.#chunk.length);
        return null;
      }
      const slice = this.#finish(end, false);
      this.#at = end + 1;
      this.#line++;
      this.#lineOffset = this.#chunkOffset + this.#at;
      if (slice) return slice;
    }
  }

  end(): JsonSlice | null {
    const slice = this.#finish(this.#chunk.length, true);
    this.#at = this.#chunk.length;
    return slice;
  }

  /** Takes over the part of a line that ends with the chunk. */
  #keep(end: number): void {
    if (end > this.#at && !this.#isTooLarge) {
      if (this.#carry.length + end - this.#at > this.#options.maxItemBytes) {
        this.#isTooLarge = true;
        this.#carry.reset();
      } else {
        this.#isCarryAscii = (this.#carry.length === 0 || this.#isCarryAscii) && this.#isChunkAscii;
        this.#carry.append(this.#chunk, this.#at, end);
      }
    }
    this.#at = end;
  }

  #finish(end: number, isCut: boolean): JsonSlice | null {
    if (this.#isTooLarge || this.#carry.length > 0) {
      this.#keep(end);
      if (!this.#isTooLarge) {
        const bytes = this.#carry.bytes();
        this.#carry.reset();
        return this.#slice(bytes, 0, bytes.length, this.#isCarryAscii, isCut);
      }
    } else if (end - this.#at <= this.#options.maxItemBytes) {
      return this.#slice(this.#chunk, this.#at, end, this.#isChunkAscii, isCut);
    }
    this.#isTooLarge = false;
    return this.#faulty(
      'JSON_TOO_LARGE',
      `the record is larger than ${this.#options.maxItemBytes} bytes`,
    );
  }

  #slice(
    bytes: Buffer,
    start: number,
    end: number,
    ascii: boolean,
    isCut: boolean,
  ): JsonSlice | null {
    let from = start;
    let to = end;
    while (from < to && isSpace(bytes[from]!)) from++;
    while (to > from && isSpace(bytes[to - 1]!)) to--;
    if (from === to) return null;
    if (exceedsDepth(bytes, from, to, this.#options.maxDepth)) {
      return this.#faulty(
        'JSON_TOO_DEEP',
        `the record is nested deeper than ${this.#options.maxDepth}`,
      );
    }
    return {
      index: this.#index++,
      byteOffset: this.#lineOffset + from - start,
      line: this.#line,
      bytes,
      from,
      to,
      isAscii: ascii,
      fault: null,
      isCut,
    };
  }

  #faulty(code: SliceFault['code'], reason: string): JsonSlice {
    const place = { byteOffset: this.#lineOffset, line: this.#line };
    return {
      index: this.#index++,
      ...place,
      bytes: empty,
      from: 0,
      to: 0,
      isAscii: true,
      fault: { code, reason, ...place },
      isCut: false,
    };
  }
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0d || byte === 0x09;
}
