import * as z from 'zod/mini';
import { MAX_PAGE_SIZE } from './page.ts';

/** What the charts of the history are about. */
export const historyKinds = [
  'request',
  'database',
  'cache',
  'queue',
  'websocket',
  'memory',
] as const;
export type HistoryKind = (typeof historyKinds)[number];

/** How far back a chart may reach. */
export const historyRanges = ['1h', '24h', '7d'] as const;
export type HistoryRange = (typeof historyRanges)[number];

const range = z._default(z.enum(historyRanges), '1h');

/** `GET /monitoring/history`; `step` in seconds, a whole number of minutes. */
export const metricHistoryQuery = z.strictObject({
  kind: z.enum(historyKinds),
  range,
  step: z.optional(
    z.coerce.number().check(z.int(), z.minimum(60), z.maximum(86_400), z.multipleOf(60)),
  ),
  /** Only this route, by its name in the metrics: `GET /api/cases/:id`. */
  route: z.optional(z.string().check(z.minLength(1), z.maxLength(300))),
});

/** One line of a chart; as many values as the answer has points, null where nothing was measured. */
export const historySeries = z.object({
  /** Metric it comes from. */
  name: z.string(),
  /** Labels of the series; a percentile has `quantile` too. */
  labels: z.record(z.string(), z.string()),
  /** Counters are `rate`: per second. Gauges are means. Percentiles are in the metric's unit. */
  figure: z.enum(['rate', 'mean', 'quantile']),
  values: z.array(z.nullable(z.number())),
  /** The highest readings of a gauge. */
  peaks: z.nullable(z.array(z.nullable(z.number()))),
});

/** The answer: from `from` up to `to`, a point for each `stepSeconds`. */
export const metricHistory = z.object({
  kind: z.enum(historyKinds),
  from: z.string(),
  to: z.string(),
  stepSeconds: z.number(),
  /** Begin of each step, in seconds since the epoch. */
  at: z.array(z.number()),
  series: z.array(historySeries),
  /** Series left out because there are more than one chart can show. */
  leftOut: z.number(),
});

/** `GET /monitoring/history/routes`. */
export const routeHistoryQuery = z.strictObject({
  range,
  limit: z._default(
    z.coerce.number().check(z.int(), z.minimum(1), z.maximum(MAX_PAGE_SIZE)),
    MAX_PAGE_SIZE,
  ),
});

/** Requests of one route over the range; durations in seconds, within the width of a bucket. */
export const routeHistoryItem = z.object({
  route: z.string(),
  requests: z.number(),
  /** Answered with a status from 500 on. */
  errors: z.number(),
  meanSeconds: z.number(),
  p50Seconds: z.number(),
  p95Seconds: z.number(),
  p99Seconds: z.number(),
});

/** The answer: the routes that took most time first. */
export const routeHistory = z.object({
  from: z.string(),
  to: z.string(),
  items: z.array(routeHistoryItem),
  nextCursor: z.null(),
});

export type MetricHistoryQuery = z.output<typeof metricHistoryQuery>;
export type HistorySeries = z.output<typeof historySeries>;
export type MetricHistory = z.output<typeof metricHistory>;
export type RouteHistoryQuery = z.output<typeof routeHistoryQuery>;
export type RouteHistoryItem = z.output<typeof routeHistoryItem>;
export type RouteHistory = z.output<typeof routeHistory>;
