import { BoundedCache } from '@lexiflow/memory';
import type { CacheStats, Governor } from '@lexiflow/memory';
import { labelled } from './metric-family.ts';
import type { MetricFamily } from './metric-family.ts';

/** The figures of every cache that has registered with the governor. */
export function cacheStats(governor: Governor): CacheStats[] {
  return governor
    .registered()
    .filter((reclaimer) => reclaimer instanceof BoundedCache)
    .map((cache) => cache.stats())
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The metrics of all caches; a cache is named by the service that owns it. */
export function cacheMetrics(governor: Governor): MetricFamily[] {
  const each = (
    type: 'gauge' | 'counter',
    name: string,
    help: string,
    read: (stats: CacheStats) => number,
  ) =>
    labelled(type, name, help, () =>
      cacheStats(governor).map((stats) => ({
        labels: { service: stats.name },
        value: read(stats),
      })),
    );
  return [
    each('gauge', 'lexiflow_cache_size', 'Entries of a cache', ({ entries }) => entries),
    each(
      'gauge',
      'lexiflow_cache_hit_rate',
      'Hits per question since start, 0 to 1',
      ({ hitRate }) => hitRate,
    ),
    each(
      'gauge',
      'lexiflow_cache_bytes',
      'Bytes of a cache, keys and bookkeeping included',
      ({ bytes }) => bytes,
    ),
    each(
      'gauge',
      'lexiflow_cache_limit_bytes',
      'Most bytes a cache may hold',
      ({ maxBytes }) => maxBytes ?? Number.NaN,
    ),
    each('counter', 'lexiflow_cache_hits_total', 'Questions a cache answered', ({ hits }) => hits),
    each(
      'counter',
      'lexiflow_cache_misses_total',
      'Questions a cache could not answer',
      ({ misses }) => misses,
    ),
    labelled(
      'counter',
      'lexiflow_cache_removals_total',
      'Entries that left a cache, by reason',
      () =>
        cacheStats(governor).flatMap(({ name, removals }) =>
          Object.entries(removals).map(([reason, value]) => ({
            labels: { service: name, reason },
            value,
          })),
        ),
    ),
  ];
}
