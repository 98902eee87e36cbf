import type { PoolStats } from '../database/pool/bounded-pool.ts';
import type { HistogramSnapshot } from '../database/pool/duration-histogram.ts';
import { histogramSamples, labelled, single } from './metric-family.ts';
import type { MetricFamily } from './metric-family.ts';

/** The metrics of the database pool. */
export function databaseMetrics(stats: () => PoolStats): MetricFamily[] {
  return [
    labelled('gauge', 'lexiflow_db_connections', 'Connections of the pool, by state', () => {
      const { idle, inUse, max } = stats();
      return [
        { labels: { state: 'idle' }, value: idle },
        { labels: { state: 'in-use' }, value: inUse },
        { labels: { state: 'limit' }, value: max },
      ];
    }),
    single(
      'gauge',
      'lexiflow_db_waiting',
      'Callers that wait for a connection',
      () => stats().waiting,
    ),
    single(
      'counter',
      'lexiflow_db_refused_total',
      'Callers refused because the pool was full',
      () => stats().refusedTotal,
    ),
    single(
      'counter',
      'lexiflow_db_failed_total',
      'Statements that failed',
      () => stats().failedTotal,
    ),
    single('counter', 'lexiflow_db_lost_total', 'Connections lost', () => stats().lostTotal),
    single(
      'gauge',
      'lexiflow_db_held_too_long',
      'Connections that one caller has held for longer than the bound',
      () => stats().heldTooLong.length,
    ),
    {
      type: 'histogram',
      name: 'lexiflow_db_acquire_seconds',
      help: 'Time a caller waited for a connection',
      collect: () => histogramSamples(inSeconds(stats().acquire), {}),
    },
    {
      type: 'histogram',
      name: 'lexiflow_db_statement_seconds',
      help: 'Time one statement took',
      collect: () => histogramSamples(inSeconds(stats().statements), {}),
    },
  ];
}

function inSeconds({ boundsMs, counts, sumMs }: HistogramSnapshot) {
  return {
    bounds: boundsMs.map((bound) => bound / 1000),
    sum: sumMs / 1000,
    cumulative: () => {
      let sum = 0;
      return counts.map((count) => (sum += count));
    },
  };
}
