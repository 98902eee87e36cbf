/**
 * Which of a few keys an LRU cache would hold: hashes and the time of their last use. For small
 * capacities: a call is O(capacity), without a table or lists.
 */
export class ShadowLru {
  readonly #hashes: Int32Array;
  readonly #usedAt: Uint32Array;
  #time = 0;
  #length = 0;

  constructor(capacity: number) {
    this.#hashes = new Int32Array(capacity);
    this.#usedAt = new Uint32Array(capacity);
  }

  /** Asks for a key; answers whether it was held. It is held afterwards. */
  access(hash: number): boolean {
    const found = this.#hashes.indexOf(hash);
    const isHit = found !== -1 && found < this.#length;
    const slot = isHit ? found : this.#slotForNew();
    this.#hashes[slot] = hash;
    this.#usedAt[slot] = ++this.#time;
    return isHit;
  }

  #slotForNew(): number {
    if (this.#length < this.#hashes.length) return this.#length++;
    let oldest = 0;
    for (let i = 1; i < this.#length; i++) {
      if (this.#usedAt[i]! < this.#usedAt[oldest]!) oldest = i;
    }
    return oldest;
  }
}
