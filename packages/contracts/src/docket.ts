import * as z from 'zod/mini';
import { pageOf, pageQuery } from './page.ts';
import { date, flag, id, instant, text } from './scalars.ts';

export const docketEntryBody = z.strictObject({
  documentNumber: z.optional(z.nullable(text(30, 1))),
  filedOn: date,
  enteredOn: z.optional(z.nullable(date)),
  description: text(200_000, 1),
  sealed: z._default(z.boolean(), false),
  restricted: z._default(z.boolean(), false),
});
export const docketEntryChange = z.strictObject({
  documentNumber: z.optional(z.nullable(text(30, 1))),
  filedOn: z.optional(date),
  enteredOn: z.optional(z.nullable(date)),
  description: z.optional(text(200_000, 1)),
  sealed: z.optional(z.boolean()),
  restricted: z.optional(z.boolean()),
});
/** One line of a docket; `position` is its place in the court's own order. */
export const docketEntry = z.object({
  id,
  caseId: id,
  position: z.number(),
  documentNumber: z.nullable(z.string()),
  filedOn: date,
  enteredOn: z.nullable(date),
  description: z.string(),
  sealed: z.boolean(),
  restricted: z.boolean(),
  pageCount: z.nullable(z.number()),
  attachmentCount: z.number(),
  version: z.number(),
  updatedAt: instant,
});
export const docketQuery = z.strictObject({
  ...pageQuery,
  q: z.optional(text(200)),
  from: z.optional(date),
  to: z.optional(date),
  numbered: z.optional(flag),
  sort: z._default(z.enum(['position', '-position']), 'position'),
});
export const docketPage = pageOf(docketEntry);

const counts = z.object({ cases: z.number(), parties: z.number(), entries: z.number() });
/** A record the import refused: its place in the input, counted from 0, and why. */
export const importRejection = z.object({
  index: z.number(),
  reason: z.string(),
  byteOffset: z.optional(z.number()),
  line: z.optional(z.number()),
});
/** What an import did. `rejected` lists at most the first thousand; `rejectedCount` is the sum. */
export const importResult = z.object({
  created: counts,
  updated: counts,
  unchanged: counts,
  rejected: z.array(importRejection),
  rejectedCount: z.number(),
});

export type DocketEntryBody = z.infer<typeof docketEntryBody>;
export type DocketEntryChange = z.infer<typeof docketEntryChange>;
export type DocketEntry = z.infer<typeof docketEntry>;
export type DocketQuery = z.infer<typeof docketQuery>;
export type ImportCounts = z.infer<typeof counts>;
export type ImportRejection = z.infer<typeof importRejection>;
export type ImportResult = z.infer<typeof importResult>;
