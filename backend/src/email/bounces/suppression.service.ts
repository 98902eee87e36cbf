import type { Page, Suppression, SuppressionBody, SuppressionsQuery } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../audit/audit-log.ts';
import type { Actor } from '../../audit/current-actor.ts';
import { Database } from '../../platform/database/database.ts';
import { emailErrors } from '../email.errors.ts';
import { SuppressionRepository } from './suppression.repository.ts';

/** The suppression list as operators keep it. */
@Injectable()
export class SuppressionService {
  constructor(
    private readonly database: Database,
    private readonly suppressions: SuppressionRepository,
    private readonly audit: AuditLog,
  ) {}

  async list(query: SuppressionsQuery): Promise<Page<Suppression>> {
    return await this.suppressions.page(query);
  }

  /** Ends email to an address; recorded in the audit log. */
  async add(actor: Actor, { address, detail }: SuppressionBody): Promise<Suppression> {
    return await this.database.transaction(async (trx) => {
      const entry = await this.suppressions.add(trx, address, 'manual', detail);
      const { requestId = null, ip = null } = actor;
      await this.audit.record(trx, actor, {
        action: 'email.suppressed',
        objectType: 'email-suppression',
        objectId: entry.id,
        details: { address, detail },
        requestId,
        ip,
      });
      return entry;
    });
  }

  /** Lets an address get email again; recorded in the audit log. Throws EMAIL_SUPPRESSION_NOT_FOUND. */
  async lift(actor: Actor, id: string): Promise<void> {
    await this.database.transaction(async (trx) => {
      const address = await this.suppressions.remove(trx, id);
      if (address === null) throw emailErrors.suppressionNotFound();
      const { requestId = null, ip = null } = actor;
      await this.audit.record(trx, actor, {
        action: 'email.suppression-lifted',
        objectType: 'email-suppression',
        objectId: id,
        details: { address },
        requestId,
        ip,
      });
    });
  }
}
