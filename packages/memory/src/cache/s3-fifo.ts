import type { CacheEntry } from './cache-entry.ts';
import { EntryQueue } from './entry-queue.ts';
import type { EvictionPolicy } from './eviction-policy.ts';
import type { GhostQueue } from './ghost-queue.ts';
import { keyHash } from './key-hash.ts';

const smallShare = 0.1;
const visitsCap = 3;
const protectedStanding = visitsCap + 1;
const visitsToPromote = 2;
/**
 * Entries that one eviction may pass over because they were used. Where all of a large cache were, a whole
 * round of the queues would stop the event loop for as long as it takes.
 */
const mostPassed = 128;

/** What the policy must know of the cache it serves. */
export interface S3FifoOptions {
  /** Infinity when the cache is bounded by bytes alone. */
  readonly maxEntries: number;
  /** Infinity when the cache is bounded by entries alone. */
  readonly maxBytes: number;
  /** Asked at an eviction while there is none yet; null when there is no memory for it now. */
  readonly makeGhost: () => GhostQueue | null;
}

/**
 * Three FIFO queues: newcomers stand in a small one (a tenth of the cache) and move to the main one
 * only when hit at least twice there; keys that fell out of the small one are remembered by a ghost
 * queue and enter the main one directly when they come back soon. A scan passes through the small
 * queue and leaves the main one alone. A hit only counts up, so it costs less than an LRU's move.
 *
 *        new ──► small ──visited twice──► main ─┐ visited: again, one count less
 *                  │                       ▲ └──┘
 *                  └──► ghost (keys) ──────┘ missed again soon
 *
 * Source: Yang et al., "FIFO queues are all you need for cache eviction", SOSP 2023.
 */
export class S3Fifo implements EvictionPolicy {
  /**
   * Orders by last use instead: all stand in the main queue, a hit moves to its young end, and the
   * oldest goes. May change at any time; what stands in the small queue then goes first.
   */
  isByRecency = false;
  #small = new EntryQueue();
  #main = new EntryQueue();
  readonly #options: S3FifoOptions;
  #ghost: GhostQueue | null = null;

  constructor(options: S3FifoOptions) {
    this.#options = options;
  }

  get length(): number {
    return this.#small.length + this.#main.length;
  }

  standingOf(entry: CacheEntry): number {
    return entry.visits + (entry.isProtected ? protectedStanding : 0);
  }

  admit(entry: CacheEntry, standing: number | null): void {
    entry.hash = keyHash(entry.key);
    if (standing === null) {
      entry.visits = 0;
      entry.isProtected = this.isByRecency || this.#isRemembered(entry);
    } else {
      entry.visits = Math.min(visitsCap, (standing % protectedStanding) + 1);
      entry.isProtected = standing >= protectedStanding;
    }
    (entry.isProtected ? this.#main : this.#small).push(entry);
  }

  touch(entry: CacheEntry): void {
    if (entry.visits < visitsCap) entry.visits++;
    if (this.isByRecency) this.#renew(entry);
  }

  forget(entry: CacheEntry): void {
    (entry.isProtected ? this.#main : this.#small).remove(entry);
  }

  evict(): CacheEntry | null {
    if (this.isByRecency) return this.#small.shift() ?? this.#main.shift();
    for (let passed = 0; ; passed++) {
      const isPatient = passed < mostPassed;
      if (this.#main.length === 0 || this.#smallIsFull()) {
        const entry = this.#small.shift();
        if (!entry) return null;
        if (entry.visits < visitsToPromote || !isPatient) {
          this.#remember(entry);
          return entry;
        }
        this.#promote(entry);
      } else {
        const entry = this.#main.shift()!;
        if (entry.visits === 0 || !isPatient) return entry;
        entry.visits--;
        this.#main.push(entry);
      }
    }
  }

  reset(): void {
    this.isByRecency = false;
    this.#small = new EntryQueue();
    this.#main = new EntryQueue();
    this.#ghost = null;
  }

  #smallIsFull(): boolean {
    const { maxEntries, maxBytes } = this.#options;
    const small = this.#small;
    if (small.length === 0) return false;
    return small.length >= maxEntries * smallShare || small.bytes >= maxBytes * smallShare;
  }

  #renew(entry: CacheEntry): void {
    if (entry.isProtected) {
      this.#main.refresh(entry);
    } else {
      this.#small.remove(entry);
      entry.isProtected = true;
      this.#main.push(entry);
    }
  }

  #promote(entry: CacheEntry): void {
    entry.visits = 0;
    entry.isProtected = true;
    this.#main.push(entry);
  }

  /** Whether the key left the small queue within the last evictions, as many as there are entries. */
  #isRemembered(entry: CacheEntry): boolean {
    if (!this.#ghost) return false;
    return this.#ghost.take(entry.hash, this.length + 1);
  }

  #remember(entry: CacheEntry): void {
    this.#ghost ??= this.#options.makeGhost();
    this.#ghost?.add(entry.hash);
  }
}
