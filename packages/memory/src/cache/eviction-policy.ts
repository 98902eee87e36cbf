import type { CacheEntry } from './cache-entry.ts';

/** Names of the eviction policies. */
export type PolicyName = 's3-fifo' | 'lru';

/**
 * Decides which entry goes next. It owns the order, not the entries: the cache tells it of every
 * arrival, hit and departure. All calls are O(1), `evict` amortised.
 */
export interface EvictionPolicy {
  /** An entry is held from now on; `replaced` is the one of the same key that it takes the place of. */
  admit(entry: CacheEntry, replaced: CacheEntry | null): void;
  /** An entry was hit. */
  touch(entry: CacheEntry): void;
  /** An entry leaves for another reason than eviction. */
  forget(entry: CacheEntry): void;
  /** Unlinks the entry of least worth and answers it; null when there is none. */
  evict(): CacheEntry | null;
  /** Forgets all entries and what it remembers beyond them. */
  reset(): void;
}
