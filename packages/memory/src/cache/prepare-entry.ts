import type { CacheKey } from './cache-entry.ts';
import { requirePositive } from './cache-options.ts';
import type { CacheOptions } from './cache-options.ts';
import { cacheErrors } from './cache.errors.ts';
import { cacheLimits } from './cache.limits.ts';
import { copyString, isWide } from './detach-string.ts';
import { numberBytes, stringBytes, textBytes } from './heap-layout.ts';
import { tagOverheadBytes } from './tag-index.ts';
import { weighValue } from './weigh-value.ts';

/** What one entry may have of its own. */
export interface SetOptions {
  /** Age at which this entry is no longer fresh; overrides the cache's. */
  readonly ttlMs?: number;
  /** Names under which it can be invalidated with others; at most `cacheLimits.tagsPerEntry`. */
  readonly tags?: readonly string[];
}

/** Throws `CACHE_KEY_INVALID`, `CACHE_OPTION_INVALID` or `CACHE_TAGS_EXCEEDED`. */
export function checkEntry(key: unknown, options: SetOptions): void {
  const isKey =
    typeof key === 'string'
      ? key.length * 2 <= cacheLimits.keyBytes.value
      : typeof key === 'number';
  if (!isKey) {
    throw cacheErrors.invalidKey(
      typeof key === 'string' ? `It has ${key.length} characters.` : `It is a ${typeof key}.`,
    );
  }
  requirePositive('ttlMs', options.ttlMs);
  const limit = cacheLimits.tagsPerEntry.value;
  if (options.tags && options.tags.length > limit) {
    throw cacheErrors.tooManyTags(`It has ${options.tags.length} of at most ${limit}.`);
  }
}

/** A key and value ready to be held: detached, weighed, with the time up to which it is fresh. */
export interface PreparedEntry<K extends CacheKey, V> {
  readonly key: K;
  readonly value: V;
  readonly bytes: number;
  readonly freshUntilMs: number;
}

/**
 * Weighs key, value and tags beside `overheadBytes`, and detaches their strings. `heldKey` is the key of the entry that is
 * replaced and is used again. Throws `CACHE_SIZE_INVALID` when `sizeOf` answers no size.
 */
export function prepareEntry<K extends CacheKey, V>(
  cache: Pick<CacheOptions<K, V>, 'sizeOf' | 'detach'>,
  key: K,
  heldKey: K | undefined,
  value: V,
  tags: readonly string[] | undefined,
  freshUntilMs: number,
  overheadBytes: number,
): PreparedEntry<K, V> {
  let kept = heldKey ?? key;
  let keyBytes: number;
  if (typeof key === 'string') {
    const isWideKey = isWide(key);
    if (heldKey === undefined) kept = copyString(key, isWideKey) as K & string;
    keyBytes = textBytes(key.length, isWideKey);
  } else keyBytes = numberBytes(key);
  const { detach = 'deep', sizeOf } = cache;
  const weighed = sizeOf && detach === 'none' ? { value, bytes: 0 } : weighValue(value, detach);
  const valueBytes = sizeOf ? checkSize(sizeOf(weighed.value, kept)) : weighed.bytes;
  const bytes = overheadBytes + keyBytes + valueBytes + tagBytes(tags);
  return { key: kept, value: weighed.value, bytes, freshUntilMs };
}

function tagBytes(tags: readonly string[] | undefined): number {
  let bytes = 0;
  for (const tag of tags ?? []) bytes += tagOverheadBytes + stringBytes(tag);
  return bytes;
}

function checkSize(bytes: number): number {
  if (bytes >= 0 && Number.isFinite(bytes)) return Math.ceil(bytes);
  throw cacheErrors.invalidSize(`It answered ${bytes}.`);
}
