const ways = 4;

/**
 * Remembers the hashes of the last evicted keys in fixed memory: 4-way buckets of a fingerprint and
 * the number of the eviction. An entry counts while fewer than `window` evictions have followed;
 * the oldest of a full bucket is overwritten. 8 bytes a slot, O(1).
 *
 * Source: the ghost table described in Yang et al., "FIFO queues are all you need for cache
 * eviction", SOSP 2023, section 4.
 */
export class GhostQueue {
  static readonly bytesPerSlot = 8;
  readonly #hashes: Int32Array;
  readonly #stamps: Uint32Array;
  readonly #mask: number;
  #evictions = 0;

  /** `slots` is rounded down to a power of two, at least 4. */
  constructor(slots: number) {
    const size = 2 ** Math.max(2, Math.floor(Math.log2(slots)));
    this.#hashes = new Int32Array(size);
    this.#stamps = new Uint32Array(size);
    this.#mask = size / ways - 1;
  }

  get bytes(): number {
    return this.#hashes.byteLength + this.#stamps.byteLength;
  }

  get slots(): number {
    return this.#hashes.length;
  }

  /** Remembers one evicted key by its signed 32-bit hash. */
  add(hash: number): void {
    this.#evictions = (this.#evictions + 1) >>> 0 || 1;
    const first = (hash & this.#mask) * ways;
    let slot = first;
    let oldest = -1;
    for (let i = first; i < first + ways; i++) {
      const age = this.#stamps[i] === 0 ? 0xffffffff : this.#age(i);
      if (this.#hashes[i] === hash) {
        slot = i;
        break;
      }
      if (age > oldest) {
        oldest = age;
        slot = i;
      }
    }
    this.#hashes[slot] = hash;
    this.#stamps[slot] = this.#evictions;
  }

  /** Whether the key was among the last `window` evictions; answering true also forgets it. */
  take(hash: number, window: number): boolean {
    const first = (hash & this.#mask) * ways;
    for (let i = first; i < first + ways; i++) {
      if (this.#hashes[i] === hash && this.#stamps[i] !== 0) {
        const isRecent = this.#age(i) < window;
        this.#stamps[i] = 0;
        return isRecent;
      }
    }
    return false;
  }

  #age(slot: number): number {
    return (this.#evictions - this.#stamps[slot]!) >>> 0;
  }
}
