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
