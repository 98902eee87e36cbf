import type { EventType } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { Tables } from '../platform/database/tables.ts';
import { Outbox } from '../platform/events/outbox.ts';
import { AuditLog } from './audit-log.ts';
import type { Actor } from './current-actor.ts';

/** A change of one record. Its type stands in the catalogue of domain events. */
export interface Change {
  readonly type: EventType;
  readonly objectType: string;
  readonly objectId: string;
  readonly caseId?: string | null;
  /** Plain JSON facts for listeners: no text that only some viewers may read. */
  readonly payload?: Readonly<Record<string, unknown>>;
}

/** Records a change twice in its own transaction: for the auditor and for the listeners. */
@Injectable()
export class ChangeLog {
  constructor(
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
  ) {}

  /** Writes the audit rows and the domain events as part of `transaction`. */
  async record(
    transaction: Transaction<Tables>,
    actor: Actor,
    ...changes: readonly Change[]
  ): Promise<void> {
    const { requestId = null, ip = null } = actor;
    const entries = changes.map(({ type, objectType, objectId, caseId = null, payload = {} }) => ({
      action: type,
      objectType,
      objectId,
      caseId,
      details: payload,
      requestId,
      ip,
    }));
    const events = changes.map(({ type, objectType, objectId, caseId = null, payload = {} }) => ({
      type,
      aggregateType: objectType,
      aggregateId: objectId,
      caseId,
      payload,
    }));
    await this.audit.record(transaction, actor, ...entries);
    await this.outbox.record(transaction, actor, ...events);
  }
}
