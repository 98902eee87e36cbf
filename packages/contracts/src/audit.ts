import * as z from 'zod/mini';
import { pageOf, pageQuery } from './page.ts';
import { id, instant, text } from './scalars.ts';

const filters = {
  /** A user's id, or `admin-token`, `local`, `anonymous`, `system`. */
  actor: z.optional(text(100, 1)),
  /** A whole action (`case.created`), or an area with a point (`case.`). */
  action: z.optional(text(100, 1)),
  objectType: z.optional(text(100, 1)),
  objectId: z.optional(text(300, 1)),
  caseId: z.optional(id),
  /** From this instant on. */
  from: z.optional(instant),
  /** Before this instant. */
  to: z.optional(instant),
};
export const auditQuery = z.strictObject({ ...pageQuery, ...filters });
export const auditExportQuery = z.strictObject({
  format: z._default(z.enum(['ndjson', 'csv']), 'ndjson'),
  ...filters,
});

/** One recorded action. `sealed` is its number in the hash chain, null until it is sealed. */
export const auditEntry = z.object({
  id,
  at: instant,
  actorKind: z.enum(['user', 'api-key', 'admin-token', 'local', 'anonymous', 'system']),
  actorId: z.nullable(id),
  actorName: z.string(),
  action: z.string(),
  objectType: z.string(),
  objectId: z.nullable(z.string()),
  caseId: z.nullable(id),
  details: z.record(z.string(), z.unknown()),
  requestId: z.nullable(z.string()),
  ip: z.nullable(z.string()),
  sealed: z.nullable(z.number()),
});
export const auditPage = pageOf(auditEntry);

/** A head that an earlier verification answered, `NUMBER:HASH`: shows what was cut off or made anew. */
export const auditVerifyQuery = z.strictObject({
  head: z.optional(z.string().check(z.regex(/^\d{1,15}:[0-9a-f]{64}$/))),
});

/** Whether the hash chain holds, and where it breaks first. */
export const auditVerification = z.object({
  ok: z.boolean(),
  /** Rows whose hash was computed again. */
  checked: z.number(),
  /** Rows that wait for their seal. */
  unsealed: z.number(),
  /** Number and hash of the last sealed row: kept elsewhere, it shows rows cut off the end. */
  head: z.nullable(z.object({ sealed: z.number(), hash: z.string() })),
  brokenAt: z.optional(
    z.object({
      sealed: z.number(),
      id: z.nullable(id),
      reason: z.enum(['missing-row', 'changed-row', 'broken-link', 'cut-off', 'other-head']),
    }),
  ),
});

export type AuditVerifyQuery = z.infer<typeof auditVerifyQuery>;
export type AuditQuery = z.infer<typeof auditQuery>;
export type AuditExportQuery = z.infer<typeof auditExportQuery>;
export type AuditFilters = Omit<AuditExportQuery, 'format'>;
export type AuditRecord = z.infer<typeof auditEntry>;
export type AuditVerification = z.infer<typeof auditVerification>;
