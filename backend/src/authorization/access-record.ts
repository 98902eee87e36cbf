import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { AuditLog } from '../audit/audit-log.ts';
import type { RequestFacts } from '../audit/request-facts.ts';
import type { Tables } from '../platform/database/tables.ts';
import { Outbox } from '../platform/events/outbox.ts';
import type { Viewer } from '../platform/http/viewer.ts';

/** Writes a change of who may see a case into the audit log and the outbox, both in its transaction. */
@Injectable()
export class AccessRecord {
  constructor(
    private readonly auditLog: AuditLog,
    private readonly outbox: Outbox,
  ) {}

  async write(
    trx: Transaction<Tables>,
    viewer: Viewer,
    caseId: string,
    type: string,
    payload: Readonly<Record<string, string>>,
    facts?: RequestFacts,
  ): Promise<void> {
    const entry = { action: type, objectType: 'case', objectId: caseId, caseId, details: payload };
    await this.auditLog.record(trx, viewer, { ...entry, ...facts });
    const event = { type, aggregateType: 'case', aggregateId: caseId, caseId, payload };
    await this.outbox.record(trx, viewer, event);
  }
}
