import type { CacheEntry } from './cache-entry.ts';
import type { EvictionPolicy } from './eviction-policy.ts';
import { PolicyDuel } from './policy-duel.ts';
import { S3Fifo } from './s3-fifo.ts';
import type { S3FifoOptions } from './s3-fifo.ts';

/** {@link S3FifoOptions}, and whether there is memory for the two miniatures. */
export interface AdaptiveOptions extends S3FifoOptions {
  /** Asked once at an eviction, for `PolicyDuel.bytes`. */
  readonly grantDuel: () => boolean;
}

/**
 * The order of last use, or S3-FIFO where two miniature caches show that this hits more. Neither is
 * always better: a scan or a loop empties an LRU cache, and where what was used lately is used again
 * but nothing stays popular, S3-FIFO's small queue is too short. Begins by last use; without memory
 * for the miniatures it is S3-FIFO. A change of order costs nothing, a hit one test more.
 */
export class Adaptive implements EvictionPolicy {
  readonly #inner: S3Fifo;
  readonly #options: AdaptiveOptions;
  #duel: PolicyDuel | null = null;
  #isRefused = false;
  /** Sampled keys have none of these bits; −1 samples none but the key whose hash is 0. */
  #mask = -1;

  constructor(options: AdaptiveOptions) {
    this.#options = options;
    this.#inner = new S3Fifo(options);
    this.#inner.isByRecency = true;
  }

  standingOf(entry: CacheEntry): number {
    return this.#inner.standingOf(entry);
  }

  admit(entry: CacheEntry, standing: number | null): void {
    this.#inner.admit(entry, standing);
    if ((entry.hash & this.#mask) === 0) this.#sample(entry.hash);
  }

  touch(entry: CacheEntry): void {
    this.#inner.touch(entry);
    if ((entry.hash & this.#mask) === 0) this.#sample(entry.hash);
  }

  forget(entry: CacheEntry): void {
    this.#inner.forget(entry);
  }

  evict(): CacheEntry | null {
    this.#scale();
    return this.#inner.evict();
  }

  reset(): void {
    this.#inner.reset();
    this.#inner.isByRecency = true;
    this.#duel = null;
    this.#isRefused = false;
    this.#mask = -1;
  }

  #sample(hash: number): void {
    const duel = this.#duel;
    if (!duel) return;
    duel.access(hash);
    this.#inner.isByRecency = duel.winner === 'lru';
  }

  /** Makes the miniatures at the first eviction, when the number of entries is known, and anew when it has doubled or halved. */
  #scale(): void {
    const entries = this.#inner.length;
    const duel = this.#duel;
    if (duel && entries <= duel.scaledTo * 2 && entries >= duel.scaledTo / 2) return;
    if (this.#isRefused || entries < 2) return;
    if (!duel && !this.#options.grantDuel()) {
      this.#isRefused = true;
      this.#inner.isByRecency = false;
      return;
    }
    this.#duel = new PolicyDuel(entries, duel?.winner ?? 'lru');
    this.#mask = this.#duel.mask;
  }
}
