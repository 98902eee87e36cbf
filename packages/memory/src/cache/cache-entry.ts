import type { TagLink } from './tag-index.ts';

/** What can be a key: hashed and weighed exactly, and never held by reference to something larger. */
export type CacheKey = string | number;

/**
 * One held value with the links of every list it stands in (queue, expiry wheel, tags), so that
 * removing it from all of them is O(1). The object of an evicted entry is used again for the next.
 */
export class CacheEntry<K extends CacheKey = CacheKey, V = unknown> {
  key: K;
  /** Hash of the key, as the policy left it. */
  hash = 0;
  value: V;
  /** Bytes charged for key, value, tags and this entry itself. */
  bytes: number;
  /** Monotonic time up to which the value is fresh; Infinity when it does not age. */
  freshUntilMs: number;
  /** Hits since it was queued, saturating at the policy's cap. */
  visits = 0;
  /** Set while the entry stands in the policy's protected queue. */
  isProtected = false;
  previous: CacheEntry | null = null;
  next: CacheEntry | null = null;
  /** Slot of the expiry wheel, −1 when in none. */
  wheelSlot = -1;
  wheelPrevious: CacheEntry | null = null;
  wheelNext: CacheEntry | null = null;
  tags: TagLink | null = null;

  constructor(key: K, value: V, bytes: number, freshUntilMs: number) {
    this.key = key;
    this.value = value;
    this.bytes = bytes;
    this.freshUntilMs = freshUntilMs;
  }
}

/**
 * Bytes one entry costs beside its key and value: the object above (header and 14 fields) and its
 * mean share of the Map's table, which is between half and all full. Held to the heap by a test.
 */
export const entryOverheadBytes = 136 + 40;

/** Bytes more for an entry that ages: its time is a number in a box of its own. */
export const timedEntryBytes = 16;
