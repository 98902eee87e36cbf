/** Every bound of the history of metrics. */
export const historyLimits = {
  sampleMs: {
    value: 10_000,
    unit: 'ms',
    reason: 'gauges are read this often; a minute then has six readings for its mean and peak',
  },
  keptDays: {
    value: 7,
    unit: 'days',
    reason: 'what the console shows at most; Prometheus is for longer',
  },
  seriesPerKind: {
    value: 10_000,
    unit: 'series',
    reason:
      'a further series of a kind is left out and counted; charts show sums over labels anyway',
  },
  pendingRows: {
    value: 20_000,
    unit: 'rows',
    reason:
      'minutes that the database could not take yet, at some 200 rows each more than an hour; then the oldest are dropped and counted',
  },
  rowBytes: {
    value: 320,
    unit: 'bytes',
    reason: 'charged for a row that waits and for a series that is followed',
  },
  cleanUpRows: {
    value: 10_000,
    unit: 'rows',
    reason: 'removed in one statement, so that each is short',
  },
  chartSeries: {
    value: 40,
    unit: 'series',
    reason: 'of one answer; those with the most go first',
  },
  chartPoints: {
    value: 1_440,
    unit: 'points',
    reason: 'of one series in one answer; a screen has no more columns',
  },
  stopMs: {
    value: 2_000,
    unit: 'ms',
    reason: 'time the last minute may take to be written at the stop',
  },
} as const;
