import type { EventType } from '@lexiflow/contracts';
import type { Change } from '../audit/change-log.ts';

/** A change of who may see a case, as the audit log and the outbox record it. */
export function caseChange(
  caseId: string,
  type: EventType,
  payload: Readonly<Record<string, string>>,
): Change {
  return { type, objectType: 'case', objectId: caseId, caseId, payload };
}
