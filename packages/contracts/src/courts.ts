import * as z from 'zod/mini';
import { importRejection } from './docket.ts';
import { pageOf, pageQuery } from './page.ts';
import { text } from './scalars.ts';

/** A court; `id` is the short identifier used by court data sets, such as `nysd`. */
export const court = z.object({
  id: z.string(),
  name: z.string(),
  level: z.nullable(z.string()),
  system: z.nullable(z.string()),
  type: z.nullable(z.string()),
  location: z.nullable(z.string()),
  citation: z.nullable(z.string()),
});
export const courtQuery = z.strictObject({ ...pageQuery, q: z.optional(text(200)) });
export const courtPage = pageOf(court);
/** What an import of courts did. `rejected` lists at most the first thousand. */
export const courtImportResult = z.object({
  created: z.number(),
  updated: z.number(),
  unchanged: z.number(),
  rejected: z.array(importRejection),
  rejectedCount: z.number(),
});

export type CourtImportResult = z.infer<typeof courtImportResult>;
export type Court = z.infer<typeof court>;
export type CourtQuery = z.infer<typeof courtQuery>;
