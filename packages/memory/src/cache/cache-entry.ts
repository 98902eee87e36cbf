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
  /** Monotonic time up to which the value is fresh, in whole milliseconds; `ageless` when it does not age. */
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

/** `freshUntilMs` of an entry that does not age. Not Infinity: a whole number needs no box. */
export const ageless = 0;

/**
 * Bytes one entry costs beside its key and value: the object above (header and 14 fields) and its
 * share of the Map's table. V8 gives the table 28 bytes a place and keeps it between half full and
 * full while entries only come (28 to 56 bytes each), and twice as large once they come and go.
 */
export const entryOverheadBytes = { coming: 136 + 44, turningOver: 136 + 96 } as const;
