import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { Tables } from '../platform/database/tables.ts';
import { AuditBuffer } from './audit-buffer.ts';
import type { AuditActor, AuditEntry } from './audit-entry.ts';
import { auditRow } from './audit-row.ts';
import './audit.schema.ts';

/** Where every feature records who did what to which object. */
@Injectable()
export class AuditLog {
  constructor(private readonly buffer: AuditBuffer) {}

  /** Writes the rows as part of `transaction`: recorded if, and only if, the change is committed. */
  async record(
    transaction: Transaction<Tables>,
    actor: AuditActor,
    ...entries: readonly AuditEntry[]
  ): Promise<void> {
    const rows = entries.map((entry) => auditRow(actor, entry));
    await transaction.insertInto('audit_log').values(rows).execute();
  }

  /**
   * Records an action that has no transaction (a collection, a snapshot, a refused sign-in).
   * Resolves when the row is durable: in the database, or, when that cannot be reached in five
   * tries, in the spill file. Never rejects and never loses the entry silently.
   */
  async note(actor: AuditActor, entry: AuditEntry): Promise<void> {
    await this.buffer.add(auditRow(actor, entry));
  }
}
