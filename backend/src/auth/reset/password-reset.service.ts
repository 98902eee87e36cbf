import type { PasswordResetBody, PasswordResetCompletion } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { anonymous } from '../../audit/audit-entry.ts';
import { AuditLog } from '../../audit/audit-log.ts';
import type { RequestFacts } from '../../audit/request-facts.ts';
import { Database } from '../../platform/database/database.ts';
import { JobQueue } from '../../platform/jobs/job-queue.ts';
import { authErrors } from '../auth.errors.ts';
import { hashToken } from '../credentials/token.ts';
import { checkPassword } from '../passwords/password-rule.ts';
import { ResetThrottle } from './reset-throttle.ts';
import { sendResetLink } from './password-reset.job.ts';
import { NewPassword } from './new-password.ts';
import { PasswordResetRepository } from './password-reset.repository.ts';

/** A new passphrase for somebody who has forgotten theirs, by a one-time link sent to their address. */
@Injectable()
export class PasswordResetService {
  constructor(
    private readonly database: Database,
    private readonly resets: PasswordResetRepository,
    private readonly throttle: ResetThrottle,
    private readonly jobs: JobQueue,
    private readonly passwords: NewPassword,
    private readonly auditLog: AuditLog,
  ) {}

  /**
   * Asks for a link. Does the same work and answers the same whether the address has an account or
   * not: that is looked at later, by a job. Throws AUTH_TOO_MANY_ATTEMPTS.
   */
  async request({ email }: PasswordResetBody, facts: RequestFacts): Promise<void> {
    this.throttle.take(facts.ip ?? '', email);
    await this.database.transaction(async (trx) => {
      await this.jobs.send(trx, sendResetLink, { email });
      const entry = { action: 'user.password-reset-requested', objectType: 'user' };
      await this.auditLog.record(trx, anonymous, { ...entry, details: { email }, ...facts });
    });
  }

  /**
   * Sets the passphrase, uses up every link of the user and ends all their sessions. Throws
   * AUTH_RESET_LINK_INVALID for an unknown, used or old link, before any costly work;
   * USER_WEAK_PASSWORD; AUTH_TOO_MANY_ATTEMPTS.
   */
  async complete(body: PasswordResetCompletion, facts: RequestFacts): Promise<void> {
    this.throttle.take(facts.ip ?? '', null);
    const tokenHash = hashToken(body.token);
    const seen = await this.resets.owner(tokenHash);
    if (seen === null) throw authErrors.resetLinkInvalid();
    checkPassword(body.newPassword, seen);
    const passwordHash = await this.passwords.hash(body.newPassword);
    await this.database.transaction(async (trx) => {
      const owner = await this.resets.owner(tokenHash, trx);
      if (owner === null) throw authErrors.resetLinkInvalid();
      const { userId, name } = owner;
      await this.resets.endAll(trx, userId);
      await this.passwords.set(trx, userId, passwordHash);
      const entry = { action: 'user.password-reset', objectType: 'user', objectId: userId };
      await this.auditLog.record(trx, { kind: 'user', userId, name }, { ...entry, ...facts });
    });
    this.passwords.announce(seen.userId);
  }
}
