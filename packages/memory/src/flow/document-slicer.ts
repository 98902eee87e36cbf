import { Buffer } from 'node:buffer';
import type { JsonFaultCode } from './json-fault.ts';
import type { JsonSlice, JsonSlicer, SliceFault } from './json-slice.ts';
import { Nesting } from './nesting.ts';
import { RecordBytes } from './record-bytes.ts';

/** Bounds of one record. */
export interface DocumentSlicerOptions {
  readonly maxItemBytes: number;
  readonly maxDepth: number;
  /** Position of the first byte fed, when something stood before it. */
  readonly startOffset?: number;
}

/**
 *   before ─► first ─► nested | scalar ─► closed ─► gap ─► nested | scalar ─► …
 *                                           │ └──► junk (to the next comma)
 *                                           └────► after ─► done
 */
type Phase =
  'before' | 'first' | 'gap' | 'nested' | 'scalar' | 'closed' | 'junk' | 'after' | 'done';

const followedByJunk = "expected ',' or ']' after the record";
const empty: Buffer = Buffer.alloc(0);
const comma = 0x2c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const quote = 0x22;

/**
 * Cuts the elements out of one JSON array, or takes one JSON object as the only record. Looks at
 * strings and brackets only; whether a record is JSON shows when it is parsed. After a bad element
 * it goes on behind the next comma of the array.
 */
export class DocumentSlicer implements JsonSlicer {
  readonly #maxItemBytes: number;
  readonly #maxDepth: number;
  readonly #nesting: Nesting;
  readonly #record: RecordBytes;
  #phase: Phase = 'before';
  #isArray = false;
  #chunk: Buffer = empty;
  #chunkOffset = 0;
  #at = 0;
  #line = 1;
  #index = 0;
  /** Where the present item starts: in the input, and in the chunk. */
  #itemOffset = 0;
  #itemLine = 1;
  #itemFrom = 0;
  /** A newline stood between the end of the document and what follows it. */
  #hasLineAfter = false;

  constructor(options: DocumentSlicerOptions) {
    this.#maxItemBytes = options.maxItemBytes;
    this.#maxDepth = options.maxDepth;
    this.#nesting = new Nesting(options.maxDepth);
    this.#record = new RecordBytes(options.maxItemBytes);
    this.#chunkOffset = options.startOffset ?? 0;
  }

  get heldBytes(): number {
    return this.#record.heldBytes;
  }

  /** After a trailing fault: the document was one object and what follows it begins a new line. */
  get isFollowedByLine(): boolean {
    return !this.#isArray && this.#hasLineAfter;
  }

  /** After a trailing fault: the bytes from the trailing content on, and their line. */
  rest(): { readonly bytes: Buffer; readonly offset: number; readonly line: number } {
    const bytes = this.#chunk.subarray(this.#at);
    return { bytes, offset: this.#chunkOffset + this.#at, line: this.#line };
  }

  feed(chunk: Buffer): void {
    this.#chunkOffset += this.#chunk.length;
    this.#chunk = chunk;
    this.#at = 0;
    this.#itemFrom = 0;
    this.#record.feed(chunk);
  }

  next(): JsonSlice | null {
    while (this.#at < this.#chunk.length) {
      const slice = this.#step();
      if (slice) return slice;
    }
    return null;
  }

  end(): JsonSlice | null {
    const phase = this.#phase;
    this.#phase = 'done';
    if (phase === 'before') return this.#faulty('JSON_EMPTY', 'the input holds no value');
    if (phase === 'nested' || phase === 'scalar') {
      const slice = this.#finish(this.#chunk.length);
      // A number that is cut off is a number too: only a nested record shows by itself that it is.
      if (phase === 'nested' || slice.fault) return { ...slice, isCut: true };
      return this.#faultyItem('JSON_TRUNCATED', 'unexpected end: the array is not closed');
    }
    if (phase === 'after' || phase === 'done') return null;
    return this.#faulty('JSON_TRUNCATED', 'unexpected end: the array is not closed');
  }

  #step(): JsonSlice | null {
    switch (this.#phase) {
      case 'nested':
        return this.#readNested();
      case 'scalar':
        return this.#readScalar();
      case 'junk':
        return this.#readJunk();
      case 'done':
        this.#at = this.#chunk.length;
        return null;
      default:
        return this.#readBetween();
    }
  }

  /** One byte outside of all items. */
  #readBetween(): JsonSlice | null {
    const byte = this.#chunk[this.#at]!;
    if (byte === 0x20 || byte === 0x0d || byte === 0x09) {
      this.#at++;
      return null;
    }
    if (byte === 0x0a) {
      this.#at++;
      this.#line++;
      this.#hasLineAfter = this.#phase === 'after';
      return null;
    }
    if (this.#phase === 'before') return this.#openDocument(byte);
    if (this.#phase === 'after') {
      this.#phase = 'done';
      return this.#faulty('JSON_TRAILING', 'unexpected content after the end of the document');
    }
    if (byte === comma || byte === closeBracket) return this.#separate(byte);
    if (this.#phase === 'closed') {
      this.#phase = 'junk';
      this.#nesting.reset();
      return this.#faulty('JSON_SYNTAX', followedByJunk);
    }
    this.#openItem(byte);
    return null;
  }

  #openDocument(byte: number): JsonSlice | null {
    if (byte === openBrace) {
      this.#openItem(byte);
    } else if (byte === openBracket) {
      this.#isArray = true;
      this.#phase = 'first';
      this.#at++;
    } else {
      this.#phase = 'done';
      return this.#faulty('JSON_TOP_LEVEL', 'expected an object or an array of objects');
    }
    return null;
  }

  /** A comma or the closing bracket between items. */
  #separate(byte: number): JsonSlice | null {
    const isEmpty = this.#phase === 'gap' || (this.#phase === 'first' && byte === comma);
    const fault = isEmpty ? this.#faulty('JSON_SYNTAX', 'expected a record') : null;
    this.#at++;
    if (byte === comma || this.#phase !== 'first') this.#index++;
    this.#phase = byte === comma ? 'gap' : 'after';
    return fault;
  }

  #openItem(byte: number): void {
    this.#itemOffset = this.#chunkOffset + this.#at;
    this.#itemLine = this.#line;
    this.#itemFrom = this.#at;
    this.#nesting.reset();
    const isNested = byte === openBrace || byte === openBracket || byte === quote;
    this.#phase = isNested ? 'nested' : 'scalar';
    // Even a byte that cannot stand here makes an item of its own, so that reading goes on.
    if (!isNested && ++this.#at === this.#chunk.length) this.#keep();
  }

  #readNested(): JsonSlice | null {
    this.#at = this.#nesting.skip(this.#chunk, this.#at);
    this.#countLines();
    if (this.#nesting.depth > 0 || this.#nesting.isInString) return this.#keep();
    this.#phase = this.#isArray ? 'closed' : 'after';
    const slice = this.#finish(this.#at);
    if (!this.#isArray) this.#index++;
    return slice;
  }

  #readScalar(): JsonSlice | null {
    const chunk = this.#chunk;
    let at = this.#at;
    while (at < chunk.length && !endsScalar(chunk[at]!)) at++;
    this.#at = at;
    if (at === chunk.length) return this.#keep();
    this.#phase = 'closed';
    return this.#finish(at);
  }

  /** What stands between a record and the next comma; reported already. */
  #readJunk(): null {
    const byte = this.#chunk[this.#at]!;
    const { depth, isInString } = this.#nesting;
    if (depth > 0 || isInString || byte === openBrace || byte === openBracket || byte === quote) {
      this.#at = this.#nesting.skip(this.#chunk, this.#at);
      this.#countLines();
    } else if (byte === comma || byte === closeBracket) {
      this.#phase = 'closed';
    } else {
      this.#at++;
      if (byte === 0x0a) this.#line++;
    }
    return null;
  }

  #countLines(): void {
    this.#line += this.#nesting.newlines;
    this.#nesting.newlines = 0;
  }

  /** The chunk ends inside the item. */
  #keep(): null {
    const end = this.#chunk.length;
    this.#record.keep(this.#itemFrom);
    this.#itemFrom = end;
    return null;
  }

  #finish(end: number): JsonSlice {
    const record = this.#record;
    if (!record.finish(this.#itemFrom, end)) {
      const reason = `the record is larger than ${this.#maxItemBytes} bytes`;
      return this.#faultyItem('JSON_TOO_LARGE', reason);
    }
    if (this.#nesting.isTooDeep) {
      return this.#faultyItem(
        'JSON_TOO_DEEP',
        `the record is nested deeper than ${this.#maxDepth}`,
      );
    }
    return {
      index: this.#index,
      byteOffset: this.#itemOffset,
      line: this.#itemLine,
      bytes: record.bytes,
      from: record.from,
      to: record.to,
      text: record.text,
      isSuspect: record.isSuspect,
      fault: null,
      isCut: false,
    };
  }

  #faultyItem(code: JsonFaultCode, reason: string): JsonSlice {
    const place = { byteOffset: this.#itemOffset, line: this.#itemLine };
    return this.#faultySlice({ code, reason, ...place });
  }

  #faulty(code: JsonFaultCode, reason: string): JsonSlice {
    const byteOffset = this.#chunkOffset + this.#at;
    return this.#faultySlice({ code, reason, byteOffset, line: this.#line });
  }

  #faultySlice(fault: SliceFault): JsonSlice {
    const { byteOffset, line } = fault;
    const at = { index: this.#index, byteOffset, line };
    return {
      ...at,
      bytes: empty,
      from: 0,
      to: 0,
      text: null,
      isSuspect: false,
      fault,
      isCut: false,
    };
  }
}

function endsScalar(byte: number): boolean {
  return (
    byte === comma ||
    byte === closeBracket ||
    byte === 0x20 ||
    byte === 0x0a ||
    byte === 0x0d ||
    byte === 0x09 ||
    byte === openBrace ||
    byte === openBracket ||
    byte === quote
  );
}
