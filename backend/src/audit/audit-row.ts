import { newId } from '../platform/database/id.ts';
import { auditDetails } from './audit-details.ts';
import type { AuditActor, AuditEntry } from './audit-entry.ts';
import { AUDIT_FIELD_LIMIT } from './audit.limits.ts';

/** An audit row as it is inserted: every field bounded, details as JSON text. */
export interface AuditRow {
  readonly id: string;
  readonly at: string;
  readonly actor_kind: string;
  readonly actor_id: string | null;
  readonly actor_name: string;
  readonly action: string;
  readonly object_type: string;
  readonly object_id: string | null;
  readonly case_id: string | null;
  readonly details: string;
  readonly request_id: string | null;
  readonly ip: string | null;
}

const bounded = (text: string): string =>
  text.replaceAll('\0', '\uFFFD').slice(0, AUDIT_FIELD_LIMIT).toWellFormed();
const boundedOrNull = (text: string | null | undefined): string | null =>
  text === null || text === undefined ? null : bounded(text);

/** Makes the row of one entry: at most about 18 KB, free of secrets, stamped with the present time. */
export function auditRow(actor: AuditActor, entry: AuditEntry, nowMs = Date.now()): AuditRow {
  return {
    id: newId(nowMs),
    at: new Date(nowMs).toISOString(),
    actor_kind: actor.kind,
    actor_id: actor.userId,
    actor_name: bounded(actor.name),
    action: bounded(entry.action),
    object_type: bounded(entry.objectType),
    object_id: boundedOrNull(entry.objectId),
    case_id: entry.caseId ?? null,
    details: auditDetails(entry.details ?? {}),
    request_id: boundedOrNull(entry.requestId),
    ip: boundedOrNull(entry.ip),
  };
}
