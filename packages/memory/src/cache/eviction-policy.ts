import type { CacheEntry } from './cache-entry.ts';

/**
 * Names of the eviction policies. `adaptive` orders by last use or as S3-FIFO, whichever hits more
 * in miniature simulations of both.
 */
export type PolicyName = 'adaptive' | 's3-fifo' | 'lru';

/** How much an entry is worth to its policy: visits, and 4 when it is protected. */
export type Standing = number;

/**
 * Decides which entry goes next. It owns the order, not the entries: the cache tells it of every
 * arrival, hit and departure. All calls are O(1), `evict` amortised.
 */
export interface EvictionPolicy {
  /** What a successor of the same key inherits; asked while the entry is still held. */
  standingOf(entry: CacheEntry): Standing;
  /** An entry is held from now on; with the standing of the one it replaces, or null. */
  admit(entry: CacheEntry, standing: Standing | null): void;
  /** An entry was hit. */
  touch(entry: CacheEntry): void;
  /** An entry leaves for another reason than eviction. */
  forget(entry: CacheEntry): void;
  /** Unlinks the entry of least worth and answers it; null when there is none. */
  evict(): CacheEntry | null;
  /** Forgets all entries and what it remembers beyond them. */
  reset(): void;
}
