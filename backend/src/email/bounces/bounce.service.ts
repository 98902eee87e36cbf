import type { BounceOutcome } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { AuditLog } from '../../audit/audit-log.ts';
import type { Actor } from '../../audit/current-actor.ts';
import { Database } from '../../platform/database/database.ts';
import type { Tables } from '../../platform/database/tables.ts';
import { EmailFigures } from '../email-figures.ts';
import { emailErrors } from '../email.errors.ts';
import { emailLimits } from '../email.limits.ts';
import { EmailRepository, type NamedEmail } from '../email.repository.ts';
import { isAddressGone } from '../sending/judge-failure.ts';
import { oneLine } from '../templates/one-line.ts';
import { DsnReader, type DeliveryReport, type DeliveryStatus } from './dsn-reader.ts';
import { SuppressionRepository } from './suppression.repository.ts';

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;
const unknown = { emailId: null, action: null, status: null, suppressed: false } as const;

/** Takes in the bounces that the mailbox of the sender receives. */
@Injectable()
export class BounceService {
  constructor(
    private readonly database: Database,
    private readonly emails: EmailRepository,
    private readonly suppressions: SuppressionRepository,
    private readonly audit: AuditLog,
    private readonly figures: EmailFigures,
  ) {}

  /**
   * Reads one delivery status notification in constant memory. A failed delivery of an email of ours
   * to its own recipient marks it bounced, and puts the address on the suppression list when it does
   * not exist (any more); any other report changes nothing. Throws EMAIL_NOT_A_BOUNCE.
   */
  async take(actor: Actor, bytes: AsyncIterable<Uint8Array>): Promise<BounceOutcome> {
    const reader = new DsnReader();
    for await (const chunk of bytes) reader.push(chunk);
    const report = reader.end();
    if (report === null) throw emailErrors.notABounce();
    return await this.database.transaction(async (trx) => {
      const email = await this.#find(trx, report);
      // Whoever forges a report must know an email's id and whom it went to.
      const about = report.recipients.find(({ recipient }) => recipient === email?.address);
      if (email === null || about === undefined) return unknown;
      const { action, status } = about;
      if (action !== 'failed' || email.state === 'bounced')
        return { emailId: email.id, action, status, suppressed: false };
      const suppressed = await this.#bounced(trx, actor, email, about);
      return { emailId: email.id, action, status, suppressed };
    });
  }

  async #find(
    trx: Transaction<Tables>,
    { envelopeId, messageId }: DeliveryReport,
  ): Promise<NamedEmail | null> {
    const id = envelopeId !== null && uuid.test(envelopeId) ? envelopeId : null;
    return await this.emails.named(trx, id, messageId ?? '');
  }

  async #bounced(
    trx: Transaction<Tables>,
    actor: Actor,
    email: NamedEmail,
    { status, diagnostic }: DeliveryStatus,
  ): Promise<boolean> {
    const reply = oneLine(diagnostic ?? 'bounced', emailLimits.replyLength);
    await this.emails.bounce(trx, email.id, reply, status);
    this.figures.count('bounced');
    const isGone = isAddressGone(status, null);
    if (isGone) await this.suppressions.add(trx, email.address, 'bounce', reply);
    const { requestId = null, ip = null } = actor;
    await this.audit.record(trx, actor, {
      action: 'email.bounced',
      objectType: 'email',
      objectId: email.id,
      details: { address: email.address, status, suppressed: isGone },
      requestId,
      ip,
    });
    return isGone;
  }
}
