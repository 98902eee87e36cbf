import * as z from 'zod/mini';
import { date, id, text } from './scalars.ts';

export const searchType = z.enum(['case', 'party', 'docket-entry']);
export const searchQuery = z.strictObject({
  q: text(200, 1),
  type: z.optional(searchType),
  court: z.optional(text(30)),
  judge: z.optional(text(200)),
  from: z.optional(date),
  to: z.optional(date),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100)), 20),
  cursor: z.optional(z.string().check(z.maxLength(1024))),
});
/**
 * One hit. `snippet` is HTML-escaped text in which only `<mark>` elements stand
 * for the matched words.
 */
export const searchHit = z.object({
  type: searchType,
  id,
  caseId: z.nullable(id),
  title: z.string(),
  snippet: z.string(),
  score: z.number(),
  courtId: z.nullable(z.string()),
  judge: z.nullable(z.string()),
  date: z.nullable(date),
  documentNumber: z.nullable(z.string()),
});
const facet = z.array(z.object({ value: z.string(), count: z.number() }));
export const searchPage = z.object({
  items: z.array(searchHit),
  facets: z.object({ type: facet, court: facet, judge: facet }),
  nextCursor: z.nullable(z.string()),
  /** The spelling that was searched when the words as typed found nothing. */
  corrected: z.nullable(z.string()),
  /**
   * More rows match than are ranked and counted: a better hit may not be shown, and the facet counts
   * are lower bounds. More words or a filter help.
   */
  truncated: z.boolean(),
});

export type SearchType = z.infer<typeof searchType>;
export type SearchQuery = z.infer<typeof searchQuery>;
export type SearchHit = z.infer<typeof searchHit>;
export type SearchPage = z.infer<typeof searchPage>;
