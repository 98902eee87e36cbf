import { Buffer } from 'node:buffer';
import { CarryBuffer } from './carry-buffer.ts';

const empty: Buffer = Buffer.alloc(0);

/**
 * The bytes of the record under way. A record inside one chunk is used in place; the parts of one
 * that spans chunks are copied, so that no chunk is kept alive. Beyond `maxBytes` nothing is held.
 */
export class RecordBytes {
  /** After `finish`: the record is `bytes[from, to)`. */
  bytes: Buffer = empty;
  from = 0;
  to = 0;
  isAscii = true;
  readonly #maxBytes: number;
  readonly #carry = new CarryBuffer();
  #hasParts = false;
  #isTooLarge = false;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Bytes allocated for parts. */
  get heldBytes(): number {
    return this.#carry.capacity;
  }

  /** The chunk ends inside the record; `chunk[from, to)` is its part. */
  keep(chunk: Buffer, from: number, to: number, isAscii: boolean): void {
    if (!this.#hasParts) this.isAscii = true;
    this.#hasParts = true;
    this.isAscii &&= isAscii;
    if (this.#carry.length + to - from > this.#maxBytes) {
      this.#isTooLarge = true;
      this.#carry.reset();
    }
    if (!this.#isTooLarge) this.#carry.append(chunk, from, to);
  }

  /** The record ends with `chunk[from, to)`. False when it is too large; then there are no bytes. */
  finish(chunk: Buffer, from: number, to: number, isAscii: boolean): boolean {
    if (this.#hasParts) {
      this.keep(chunk, from, to, isAscii);
      this.bytes = this.#carry.bytes();
      this.from = 0;
      this.to = this.bytes.length;
      this.#carry.reset();
    } else {
      this.bytes = chunk;
      this.from = from;
      this.to = to;
      this.isAscii = isAscii;
    }
    const fits = !this.#isTooLarge && this.to - this.from <= this.#maxBytes;
    if (!fits) this.bytes = empty;
    this.#hasParts = false;
    this.#isTooLarge = false;
    return fits;
  }
}
