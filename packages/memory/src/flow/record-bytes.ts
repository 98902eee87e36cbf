import { Buffer, isAscii } from 'node:buffer';
import { CarryBuffer } from './carry-buffer.ts';
import { mayHavePrototypeKeys } from './prototype-keys.ts';

const empty: Buffer = Buffer.alloc(0);

/** Chunks up to this are turned into text as a whole; of larger ones each record by itself. */
const largestTextBytes = 1024 * 1024;

/**
 * The bytes of the record under way. A record inside one chunk is used in place; the parts of one
 * that spans chunks are copied, so that no chunk is kept alive. Beyond `maxBytes` nothing is held.
 */
export class RecordBytes {
  /** After `finish`: the record is `bytes[from, to)`. */
  bytes: Buffer = empty;
  from = 0;
  to = 0;
  /** After `finish`: a text with the record at the same places, where all of it is ASCII, or null. */
  text: string | null = null;
  /** That text may name a prototype somewhere. */
  isSuspect = false;
  readonly #maxBytes: number;
  readonly #carry = new CarryBuffer();
  #chunk: Buffer = empty;
  /** The chunk as text, made with the first record that ends in it: undefined until then. */
  #chunkText: string | null | undefined;
  #hasParts = false;
  #isTooLarge = false;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Bytes allocated for parts. */
  get heldBytes(): number {
    return this.#carry.capacity;
  }

  /** From now on places are in this chunk. */
  feed(chunk: Buffer): void {
    this.#chunk = chunk;
    this.#chunkText = undefined;
  }

  /** The next line feed of the chunk, or −1. Texts are searched several times as fast as bytes. */
  indexOfLineEnd(from: number): number {
    const text = this.#chunkText === undefined ? this.#readChunk() : this.#chunkText;
    return text === null ? this.#chunk.indexOf(0x0a, from) : text.indexOf('\n', from);
  }

  /** The chunk ends inside the record, which has its bytes from `from` on. */
  keep(from: number): void {
    this.#append(from, this.#chunk.length);
  }

  /** The record ends with `chunk[from, to)`. False when it is too large; then there are no bytes. */
  finish(from: number, to: number): boolean {
    if (this.#hasParts) {
      this.#append(from, to);
      this.bytes = this.#carry.bytes();
      this.from = 0;
      this.to = this.bytes.length;
      this.text = null;
      this.#carry.reset();
    } else {
      this.bytes = this.#chunk;
      this.from = from;
      this.to = to;
      this.text = this.#chunkText === undefined ? this.#readChunk() : this.#chunkText;
    }
    const fits = !this.#isTooLarge && this.to - this.from <= this.#maxBytes;
    if (!fits) this.bytes = empty;
    this.#hasParts = false;
    this.#isTooLarge = false;
    return fits;
  }

  #append(from: number, to: number): void {
    this.#hasParts = true;
    if (this.#carry.length + to - from > this.#maxBytes) {
      this.#isTooLarge = true;
      this.#carry.reset();
    }
    if (!this.#isTooLarge) this.#carry.append(this.#chunk, from, to);
  }

  #readChunk(): string | null {
    const chunk = this.#chunk;
    const isText = chunk.length <= largestTextBytes && isAscii(chunk);
    this.#chunkText = isText ? chunk.toString('latin1') : null;
    this.isSuspect = this.#chunkText !== null && mayHavePrototypeKeys(this.#chunkText);
    return this.#chunkText;
  }
}
