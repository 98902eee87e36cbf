import type { AuditVerification } from '@lexiflow/contracts';
import { request } from './request.ts';

/** Where the audit log is read. */
export const AUDIT_PATH = '/audit';

/** Where the audit log is streamed as CSV. */
export const AUDIT_CSV_URL = '/api/audit/export?format=csv';

/** Lets the server compute the hash chain again; its cost grows with the log. */
export function verifyAudit(): Promise<AuditVerification> {
  return request('/audit/verify');
}
