import type { Buffer } from 'node:buffer';
import type { ByteReader } from './byte-source.ts';
import { DocumentSlicer } from './document-slicer.ts';
import type { DocumentSlicerOptions } from './document-slicer.ts';
import { flowLimits } from './flow.limits.ts';
import { parseSlice } from './json-record.ts';
import type { JsonRecord } from './json-record.ts';
import type { JsonSlice, JsonSlicer } from './json-slice.ts';
import { LineSlicer } from './line-slicer.ts';
import type { ReadCharge } from './read-charge.ts';
import type { InputHead } from './read-head.ts';
import type { RecordSource } from './record-iterator.ts';

/** Bounds of a record, and whether the format was left to the input. */
export interface JsonSourceOptions extends DocumentSlicerOptions {
  readonly isDetected: boolean;
  readonly signal: AbortSignal | undefined;
}

/** The records of one input, for the iterator. */
export class JsonSource<T> implements RecordSource<JsonRecord<T>> {
  readonly #options: JsonSourceOptions;
  readonly #reader: ByteReader;
  readonly #charge: ReadCharge;
  readonly #document: DocumentSlicer;
  #slicer: JsonSlicer;
  #chunkBytes: number;
  #isEnded = false;
  /** A slice that waits for memory. */
  #waiting: JsonSlice | null = null;
  #badIndex = -1;
  #foreignEncoding: string | undefined;

  constructor(options: JsonSourceOptions, reader: ByteReader, charge: ReadCharge, head: InputHead) {
    this.#options = options;
    this.#reader = reader;
    this.#charge = charge;
    const start = { ...options, startOffset: head.byteOffset };
    this.#document = new DocumentSlicer(start);
    this.#slicer = head.format === 'ndjson' ? new LineSlicer(start) : this.#document;
    this.#chunkBytes = head.heldBytes;
    this.#foreignEncoding = head.foreignEncoding;
    this.#slicer.feed(head.bytes);
  }

  take(): JsonRecord<T> | null {
    this.#options.signal?.throwIfAborted();
    if (this.#foreignEncoding) return this.#foreign(this.#foreignEncoding);
    for (;;) {
      const slice = this.#waiting ?? this.#next();
      if (!slice) return null;
      if (this.#charge.isCounted && !this.#charge.tryHold(this.#neededBytes(slice))) {
        this.#waiting = slice;
        return null;
      }
      this.#waiting = null;
      // The slicer of a document has followed its brackets itself.
      const maxDepth = this.#slicer === this.#document ? Infinity : this.#options.maxDepth;
      const record = parseSlice<T>(slice, maxDepth);
      if (!record.error) return record;
      // What follows a bad record up to the next comma belongs to it.
      if (record.error.code === 'JSON_SYNTAX' && record.index === this.#badIndex) continue;
      this.#badIndex = record.index;
      return record;
    }
  }

  async more(): Promise<boolean> {
    if (this.#waiting) {
      await this.#charge.hold(this.#neededBytes(this.#waiting));
      return true;
    }
    if (this.#isEnded) return false;
    if (!this.#reader.hasRest) this.#charge.lower(this.#slicer.heldBytes);
    const piece = await this.#reader.read();
    this.#isEnded = !piece;
    this.#chunkBytes = this.#reader.chunkBytes;
    if (piece) {
      await this.#charge.hold(this.#chunkBytes + this.#slicer.heldBytes);
      this.#slicer.feed(piece);
    }
    return true;
  }

  async close(): Promise<void> {
    this.#charge[Symbol.dispose]();
    await this.#reader[Symbol.asyncDispose]();
  }

  /** The next slice; lines after one object on the first line are lines of NDJSON. */
  #next(): JsonSlice | null {
    const slice = this.#isEnded ? this.#slicer.end() : this.#slicer.next();
    if (slice?.fault?.code !== 'JSON_TRAILING') return slice;
    if (!this.#options.isDetected || !this.#document.isFollowedByLine) return slice;
    const { bytes, offset, line } = this.#document.rest();
    const place = { startOffset: offset, startLine: line, startIndex: slice.index };
    this.#slicer = new LineSlicer({ ...this.#options, ...place });
    this.#slicer.feed(bytes);
    return this.#next();
  }

  #neededBytes({ from, to }: JsonSlice): number {
    const parsedBytes = (to - from) * flowLimits.parsedFactor.value;
    return this.#chunkBytes + this.#slicer.heldBytes + parsedBytes;
  }

  /** The only record of an input in another encoding. */
  #foreign(encoding: string): JsonRecord<T> {
    this.#foreignEncoding = undefined;
    this.#isEnded = true;
    this.#slicer = nothing;
    const place = { byteOffset: 0, line: 1 };
    const reason = `the input is ${encoding}; it must be UTF-8`;
    return { index: 0, ...place, error: { code: 'JSON_ENCODING', reason, ...place } };
  }
}

const nothing: JsonSlicer = {
  feed: (_chunk: Buffer) => {},
  next: () => null,
  end: () => null,
  heldBytes: 0,
};
