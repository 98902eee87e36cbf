/** Every bound of the metrics room. */
export const metricsLimits = {
  /** Series of one metric; a further label set is dropped and counted. */
  seriesPerMetric: 10_000,
  /** Points of a history ring: 15 minutes at one a second. */
  historyPoints: 900,
  /** Time between two points of the history. */
  historyIntervalMs: 1000,
  /** Buckets of a latency window; with `latencyGrowth` they reach from 10 µs to 60 s. */
  latencyBuckets: 270,
  /** Each bucket is this much wider than the one before: percentiles are within 6 %. */
  latencyGrowth: 1.06,
  /** Lower end of the first bucket. */
  latencyStartMs: 0.01,
} as const;
