import * as z from 'zod/mini';
import { MAX_PAGE_SIZE } from './page.ts';

/** Query of `GET /performance/slow-queries`. */
export const slowQueryQuery = z.strictObject({
  limit: z._default(
    z.coerce.number().check(z.int(), z.minimum(1), z.maximum(MAX_PAGE_SIZE)),
    MAX_PAGE_SIZE,
  ),
});
export type SlowQueryQuery = z.output<typeof slowQueryQuery>;

/** Slow statements of one shape over the last hour; durations in ms, values left out. */
export const slowQuery = z.object({
  /** Names the shape to `POST /performance/explain`. */
  id: z.string(),
  fingerprint: z.string(),
  calls: z.number(),
  failed: z.number(),
  meanMs: z.number(),
  p95Ms: z.number(),
  maxMs: z.number(),
  totalMs: z.number(),
  rows: z.number(),
  lastAt: z.string(),
});

/** The answer: the most time first, never more than one page. */
export const slowQueryList = z.object({
  items: z.array(slowQuery),
  nextCursor: z.null(),
});
export type SlowQueryList = z.output<typeof slowQueryList>;

/** `POST /performance/explain`: the plan of a statement that the server itself has run. */
export const explainBody = z.strictObject({
  id: z.string().check(z.minLength(1), z.maxLength(40)),
});

/** A table that a plan reads as a whole to keep few of its rows. */
export const missingIndex = z.object({
  /** The statement, as `POST /performance/explain` takes it. */
  id: z.string(),
  fingerprint: z.string(),
  table: z.string(),
  /** Rows of the table, as the database estimates. */
  tableRows: z.number(),
  /** Rows that the condition leaves, as the plan estimates. */
  selectedRows: z.number(),
  /** The condition, values left out. */
  condition: z.string(),
  /** Columns that the condition compares. */
  columns: z.array(z.string()),
  seenAt: z.string(),
});

/** The plan with generic parameters; nothing was run. */
export const explainResult = z.object({
  id: z.string(),
  fingerprint: z.string(),
  /** Estimated cost of the whole, in the planner's unit. */
  totalCost: z.number(),
  /** The plan as the database writes it, values left out. */
  plan: z.string(),
  missingIndexes: z.array(missingIndex),
});

/** One statement that ran many times in one request: often a loop where one query would do. */
export const repeatedQuery = z.object({
  id: z.string(),
  route: z.string(),
  fingerprint: z.string(),
  /** Watched requests in which it was repeated. */
  requests: z.number(),
  /** The most runs in one of them, in tens. */
  maxTimes: z.number(),
  lastAt: z.string(),
});

/** `GET /performance/hints`. */
export const queryHints = z.object({
  repeated: z.array(repeatedQuery),
  missingIndexes: z.array(missingIndex),
});

/** A connection that one caller has held for longer than it should. */
export const heldConnection = z.object({
  heldMs: z.number(),
  /** The route whose request took it; null when that is not known. */
  owner: z.nullable(z.string()),
  /** Its last statement, values left out. */
  fingerprint: z.string(),
});

/** `GET /performance/pool`: the connections of this process; counters since its start. */
export const poolState = z.object({
  max: z.number(),
  open: z.number(),
  idle: z.number(),
  inUse: z.number(),
  waiting: z.number(),
  waitingLimit: z.number(),
  refusedTotal: z.number(),
  failedTotal: z.number(),
  lostTotal: z.number(),
  /** Time within which 95 % of the callers got a connection, to the width of a bucket. */
  acquireP95Ms: z.nullable(z.number()),
  statementP95Ms: z.nullable(z.number()),
  statementsTotal: z.number(),
  heldTooLong: z.array(heldConnection),
});

export type ExplainBody = z.output<typeof explainBody>;
export type MissingIndex = z.output<typeof missingIndex>;
export type ExplainResult = z.output<typeof explainResult>;
export type RepeatedQuery = z.output<typeof repeatedQuery>;
export type QueryHints = z.output<typeof queryHints>;
export type PoolState = z.output<typeof poolState>;

/** How far a batch job is; `failed` counts among `items`. */
export const batchJobProgress = z.object({
  name: z.string(),
  startedAt: z.string(),
  state: z.enum(['running', 'paused']),
  items: z.number(),
  failed: z.number(),
  batches: z.number(),
});
/** The batch jobs of one process: as many as may run at a time, on one page. */
export const batchJobList = z.object({ items: z.array(batchJobProgress), nextCursor: z.null() });
export type BatchJobList = z.output<typeof batchJobList>;
