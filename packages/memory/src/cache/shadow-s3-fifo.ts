const small = 0;
const main = 1;

/**
 * Which of a few keys an S3-FIFO cache would hold: hashes, queue, place in it, and visits, with the
 * rules of `S3Fifo`. For small capacities: a call is O(capacity), without a table or lists.
 */
export class ShadowS3Fifo {
  readonly #hashes: Int32Array;
  readonly #queuedAt: Uint32Array;
  readonly #visits: Uint8Array;
  readonly #queues: Uint8Array;
  readonly #ghost: Int32Array;
  readonly #smallCapacity: number;
  #ghostAt = 0;
  #ghostLength = 0;
  #time = 0;
  #length = 0;
  #smallLength = 0;

  constructor(capacity: number) {
    this.#hashes = new Int32Array(capacity);
    this.#queuedAt = new Uint32Array(capacity);
    this.#visits = new Uint8Array(capacity);
    this.#queues = new Uint8Array(capacity);
    this.#ghost = new Int32Array(capacity);
    this.#smallCapacity = Math.max(1, Math.round(capacity / 10));
  }

  /** Asks for a key; answers whether it was held. It is held afterwards. */
  access(hash: number): boolean {
    const found = this.#hashes.indexOf(hash);
    if (found !== -1 && found < this.#length) {
      if (this.#visits[found]! < 3) this.#visits[found]!++;
      return true;
    }
    const queue = this.#takeGhost(hash) ? main : small;
    const slot = this.#length < this.#hashes.length ? this.#length++ : this.#evict();
    this.#hashes[slot] = hash;
    this.#enter(slot, queue);
    return false;
  }

  #enter(slot: number, queue: number): void {
    this.#visits[slot] = 0;
    this.#queues[slot] = queue;
    this.#queuedAt[slot] = ++this.#time;
    if (queue === small) this.#smallLength++;
  }

  /** Answers the slot that has become free. */
  #evict(): number {
    for (;;) {
      const isMain = this.#smallLength < this.#smallCapacity && this.#smallLength < this.#length;
      const slot = this.#oldest(isMain ? main : small);
      if (isMain) {
        if (this.#visits[slot] === 0) return slot;
        this.#visits[slot]!--;
        this.#queuedAt[slot] = ++this.#time;
      } else {
        this.#smallLength--;
        if (this.#visits[slot]! < 2) {
          this.#remember(this.#hashes[slot]!);
          return slot;
        }
        this.#enter(slot, main);
      }
    }
  }

  #oldest(queue: number): number {
    let oldest = -1;
    for (let i = 0; i < this.#length; i++) {
      if (this.#queues[i] !== queue) continue;
      if (oldest === -1 || this.#queuedAt[i]! < this.#queuedAt[oldest]!) oldest = i;
    }
    return oldest;
  }

  #remember(hash: number): void {
    this.#ghost[this.#ghostAt] = hash;
    this.#ghostAt = (this.#ghostAt + 1) % this.#ghost.length;
    this.#ghostLength = Math.min(this.#ghost.length, this.#ghostLength + 1);
  }

  #takeGhost(hash: number): boolean {
    const found = this.#ghost.indexOf(hash);
    if (found === -1 || found >= this.#ghostLength) return false;
    // A place that is taken out keeps a hash that no sampled key has.
    this.#ghost[found] = 1;
    return true;
  }
}
