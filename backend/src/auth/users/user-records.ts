import type { User } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { AuditLog } from '../../audit/audit-log.ts';
import type { RequestFacts } from '../../audit/request-facts.ts';
import { EmailService } from '../../email/email.service.ts';
import type { Tables } from '../../platform/database/tables.ts';
import type { Viewer } from '../../platform/http/viewer.ts';

/** What is written down about a change of a user, and the welcome of a new one. */
@Injectable()
export class UserRecords {
  constructor(
    private readonly auditLog: AuditLog,
    private readonly email: EmailService,
  ) {}

  /** The audit record, as part of the change. */
  async changed(
    trx: Transaction<Tables>,
    viewer: Viewer,
    action: string,
    id: string,
    details: Readonly<Record<string, unknown>>,
    facts: RequestFacts,
  ): Promise<void> {
    const entry = { action, objectType: 'user', objectId: id, details, ...facts };
    await this.auditLog.record(trx, viewer, entry);
  }

  /** Queues the email that tells a new user of the account: never its passphrase. */
  async welcome(trx: Transaction<Tables>, { id, name, email }: User): Promise<void> {
    await this.email.queue(trx, {
      template: 'welcome',
      values: { email, canReset: true },
      to: { userId: id, name, address: email },
      dedupeKey: `welcome:${id}`,
    });
  }
}
