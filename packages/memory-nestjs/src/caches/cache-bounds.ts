import type { CacheOptions, PolicyName } from '@lexiflow/memory';

/** What a cache may hold. At least one of `entries` and `bytes` is required. */
export interface CacheBounds {
  readonly entries?: number | undefined;
  /** Keys, values and bookkeeping together. */
  readonly bytes?: number | undefined;
  /** Age at which an entry is no longer fresh. Default: entries do not age. */
  readonly ttlMs?: number | undefined;
  /** How long past its age an entry is still answered while it is loaded anew in the background. Default 0. */
  readonly staleMs?: number | undefined;
  /** Default `adaptive`. */
  readonly policy?: PolicyName | undefined;
}

type Bounds = Pick<
  CacheOptions<string, unknown>,
  'maxEntries' | 'maxBytes' | 'ttlMs' | 'staleMs' | 'policy'
>;

/** The same in the words of `BoundedCache`, without what was not given. */
export function boundsOf({ entries, bytes, ttlMs, staleMs, policy }: CacheBounds): Bounds {
  return {
    ...(entries === undefined ? {} : { maxEntries: entries }),
    ...(bytes === undefined ? {} : { maxBytes: bytes }),
    ...(ttlMs === undefined ? {} : { ttlMs }),
    ...(staleMs === undefined ? {} : { staleMs }),
    ...(policy === undefined ? {} : { policy }),
  };
}
