/** Two bits for each string of a snapshot: named by the heap's structure, and key of a property. */
export class StringMarks {
  readonly #limit: number;
  #names = new Uint8Array(8 * 1024);
  #keys = new Uint8Array(8 * 1024);

  /** `limit` is the number of strings there may be. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** False where the index is beyond the limit; then nothing is noted. */
  markName(index: number): boolean {
    if (!this.#reaches(index)) return false;
    this.#names[index >> 3]! |= 1 << (index & 7);
    return true;
  }

  /** False where the index is beyond the limit; then nothing is noted. */
  markKey(index: number): boolean {
    if (!this.#reaches(index)) return false;
    this.#keys[index >> 3]! |= 1 << (index & 7);
    return true;
  }

  isName(index: number): boolean {
    return ((this.#names[index >> 3] ?? 0) & (1 << (index & 7))) !== 0;
  }

  isKey(index: number): boolean {
    return ((this.#keys[index >> 3] ?? 0) & (1 << (index & 7))) !== 0;
  }

  #reaches(index: number): boolean {
    const at = index >> 3;
    if (at < this.#names.length) return true;
    if (index >= this.#limit) return false;
    const length = Math.min(Math.ceil(this.#limit / 8), Math.max(at + 1, 2 * this.#names.length));
    this.#names = enlarged(this.#names, length);
    this.#keys = enlarged(this.#keys, length);
    return true;
  }
}

function enlarged(bytes: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(length);
  larger.set(bytes);
  return larger;
}
