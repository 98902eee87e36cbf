import { Injectable } from '@nestjs/common';
import type { AuditActor, AuditEntry } from './audit-entry.ts';
import { AuditLog } from './audit-log.ts';
import { AUDIT_REFUSALS_PER_MINUTE, AUDIT_REFUSAL_SLOTS } from './audit.limits.ts';
import { RateWindow } from './rate-window.ts';

/**
 * Records refusals (a denied id, a missing permission, a failed sign-in), at most 20 a minute for
 * each key, so that a scanner can neither fill the audit log nor hide the others' refusals.
 */
@Injectable()
export class RefusalLog {
  readonly #window = new RateWindow(AUDIT_REFUSALS_PER_MINUTE, 60_000, AUDIT_REFUSAL_SLOTS);

  constructor(private readonly auditLog: AuditLog) {}

  /** Records without being waited for; `key` names whose refusals are counted together. */
  record(key: string, actor: AuditActor, entry: AuditEntry): void {
    if (this.#window.take(key)) void this.auditLog.note(actor, entry);
  }
}
