import { CacheRegion, type RegionOptions, type RegionParts } from '../cache-region.ts';

/** A region for tests that need no host: one tier, always informed unless `parts` say otherwise. */
export function openTestRegion<V>(
  options: Partial<RegionOptions> & Pick<RegionOptions, 'name'>,
  parts: Partial<RegionParts> = {},
): CacheRegion<V> {
  const account = { grow: () => true, shrink: () => {}, close: () => {} };
  return new CacheRegion<V>(
    { shape: 1, maxEntries: 100, maxBytes: 1024 * 1024, ttlMs: 60_000, tags: [], ...options },
    { account, shared: null, isInformed: () => true, ...parts },
  );
}
