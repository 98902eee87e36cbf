import { Buffer } from 'node:buffer';
import type { JsonSlice, JsonSlicer, SliceFault } from './json-slice.ts';
import { RecordBytes } from './record-bytes.ts';

/** Bounds of one record and where in the input the lines begin. */
export interface LineSlicerOptions {
  readonly maxItemBytes: number;
  /** Position of the first byte fed, when something stood before it. */
  readonly startOffset?: number;
  readonly startLine?: number;
  readonly startIndex?: number;
}

const empty: Buffer = Buffer.alloc(0);

/** One record a line (NDJSON). Blank lines count as lines but not as records. */
export class LineSlicer implements JsonSlicer {
  readonly #options: LineSlicerOptions;
  readonly #record: RecordBytes;
  #chunk: Buffer = empty;
  #chunkOffset: number;
  #at = 0;
  #line: number;
  #index: number;
  /** Where the present line starts, from the start of the input. */
  #lineOffset: number;

  constructor(options: LineSlicerOptions) {
    this.#options = options;
    this.#record = new RecordBytes(options.maxItemBytes);
    this.#chunkOffset = options.startOffset ?? 0;
    this.#lineOffset = this.#chunkOffset;
    this.#line = options.startLine ?? 1;
    this.#index = options.startIndex ?? 0;
  }

  get heldBytes(): number {
    return this.#record.heldBytes;
  }

  feed(chunk: Buffer): void {
    this.#chunkOffset += this.#chunk.length;
    this.#chunk = chunk;
    this.#at = 0;
    this.#record.feed(chunk);
  }

  next(): JsonSlice | null {
    for (;;) {
      const end = this.#record.indexOfLineEnd(this.#at);
      if (end === -1) {
        const from = this.#at;
        this.#at = this.#chunk.length;
        if (from < this.#at) this.#record.keep(from);
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

  #finish(end: number, isCut: boolean): JsonSlice | null {
    const { maxItemBytes } = this.#options;
    const record = this.#record;
    if (!record.finish(this.#at, end)) {
      return this.#faulty('JSON_TOO_LARGE', `the record is larger than ${maxItemBytes} bytes`);
    }
    const { bytes, text } = record;
    let { from, to } = record;
    while (from < to && isSpace(bytes[from]!)) from++;
    while (to > from && isSpace(bytes[to - 1]!)) to--;
    if (from === to) return null;
    return {
      index: this.#index++,
      byteOffset: this.#lineOffset + from - record.from,
      line: this.#line,
      bytes,
      from,
      to,
      text,
      isSuspect: record.isSuspect,
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
      text: null,
      isSuspect: false,
      fault: { code, reason, ...place },
      isCut: false,
    };
  }
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0d || byte === 0x09;
}
