import { Buffer } from 'node:buffer';
import { flowLimits } from './flow.limits.ts';

const empty: Buffer = Buffer.alloc(0);
const firstBytes = 4096;

/** Collects the parts of a record that spans chunks. Copies, so that no chunk is kept alive. */
export class CarryBuffer {
  #buffer: Buffer = empty;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Bytes allocated. */
  get capacity(): number {
    return this.#buffer.length;
  }

  append(bytes: Buffer, from: number, to: number): void {
    const length = this.#length + to - from;
    if (length > this.#buffer.length) {
      const larger = Buffer.allocUnsafeSlow(
        Math.max(firstBytes, 2 ** Math.ceil(Math.log2(length))),
      );
      this.#buffer.copy(larger, 0, 0, this.#length);
      this.#buffer = larger;
    }
    bytes.copy(this.#buffer, this.#length, from, to);
    this.#length = length;
  }

  /** The bytes so far; valid until the next `append`. */
  bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  /** Forgets the bytes, and a large buffer with them. */
  reset(): void {
    this.#length = 0;
    if (this.#buffer.length > flowLimits.keptCarryBytes.value) this.#buffer = empty;
  }
}
