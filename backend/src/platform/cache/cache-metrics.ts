import { labelled, single } from '../metrics/metric-family.ts';
import type { MetricFamily } from '../metrics/metric-family.ts';
import type { CacheRegion } from './cache-region.ts';
import type { CacheStrategy } from './cache-strategy.ts';

/** The metrics of the second tier and of the news between instances. */
export function cacheStrategyMetrics(strategy: CacheStrategy): MetricFamily[] {
  const each = (read: (region: CacheRegion<unknown>) => number) => () =>
    [...strategy.regions.values()].map((region) => ({
      labels: { service: region.name },
      value: read(region),
    }));
  const own = [
    single(
      'gauge',
      'lexiflow_cache_informed',
      '1 while changes of other instances are heard',
      () => (strategy.isInformed() ? 1 : 0),
    ),
    single(
      'counter',
      'lexiflow_cache_invalidations_total',
      'Tags that some instance told to have changed',
      () => strategy.invalidationsTotal,
    ),
    single(
      'counter',
      'lexiflow_cache_losses_total',
      'Times that news may have been missed, so that everything was dropped',
      () => strategy.lossesTotal,
    ),
  ];
  const { shared } = strategy;
  if (shared === null) return own;
  return [
    ...own,
    labelled(
      'counter',
      'lexiflow_cache_shared_hits_total',
      'Questions that the second tier answered',
      each(({ sharedHitsTotal }) => sharedHitsTotal),
    ),
    labelled(
      'counter',
      'lexiflow_cache_shared_misses_total',
      'Questions that the second tier could not answer',
      each(({ sharedMissesTotal }) => sharedMissesTotal),
    ),
    single('gauge', 'lexiflow_cache_shared_up', '1 while the second tier is in use', () =>
      shared.isUsable ? 1 : 0,
    ),
    single(
      'counter',
      'lexiflow_cache_shared_errors_total',
      'Commands to the second tier that failed',
      () => shared.errorsTotal,
    ),
  ];
}
