import { BoundedCounterTable } from '@lexiflow/memory';
import { Injectable } from '@nestjs/common';
import type { AuditActor, AuditEntry } from './audit-entry.ts';
import { AuditLog } from './audit-log.ts';
import { AUDIT_REFUSALS_PER_MINUTE, AUDIT_REFUSAL_KEYS } from './audit.limits.ts';

/**
 * Records refusals (a denied id, a missing permission, a failed sign-in), at most 20 a minute for
 * each key, so that a scanner can neither fill the audit log nor hide the others' refusals.
 */
@Injectable()
export class RefusalLog {
  readonly #table = new BoundedCounterTable({
    windowMs: 60_000,
    expectedKeys: AUDIT_REFUSAL_KEYS,
  });

  constructor(private readonly auditLog: AuditLog) {}

  /** Records without being waited for; `key` names whose refusals are counted together. */
  record(key: string, actor: AuditActor, entry: AuditEntry): void {
    if (this.#table.add(key) <= AUDIT_REFUSALS_PER_MINUTE) void this.auditLog.note(actor, entry);
  }
}
