import { Injectable } from '@nestjs/common';
import { EmailService } from '../../email/email.service.ts';
import { EmailSecrets, type SecretHolder } from '../../email/sending/email-secrets.ts';
import { Database } from '../../platform/database/database.ts';
import { JobQueue } from '../../platform/jobs/job-queue.ts';
import { RESET_LINK_LIFE_MS } from '../auth.limits.ts';
import { hashToken, newToken } from '../credentials/token.ts';
import { SignInRepository } from '../sign-in/sign-in.repository.ts';
import { PasswordResetRepository } from './password-reset.repository.ts';
import { sendResetLink } from './password-reset.job.ts';

/** The email with the one-time link: queued for accounts that exist, its link made when it is sent. */
@Injectable()
export class ResetMail {
  constructor(
    private readonly database: Database,
    private readonly accounts: SignInRepository,
    private readonly resets: PasswordResetRepository,
    private readonly email: EmailService,
    secrets: EmailSecrets,
    jobs: JobQueue,
  ) {
    secrets.register('password-reset', (holder) => this.link(holder));
    jobs.handle(sendResetLink, async (job) => {
      const account = await this.accounts.byEmail(job.data.email);
      await this.database.transaction(async (trx) => {
        if (account !== null && !account.isDisabled) {
          const { userId, name, email: address } = account;
          const validMinutes = RESET_LINK_LIFE_MS / 60_000;
          const to = { userId, name, address };
          await this.email.queue(trx, { template: 'password-reset', values: { validMinutes }, to });
        }
        await job.completeIn(trx);
      });
    });
  }

  /** A new link; earlier ones stay open, as one of them may have arrived. Null for a disabled user. */
  async link({ userId }: SecretHolder): Promise<string | null> {
    if (userId === null) return null;
    const token = newToken('lxr');
    const isStored = await this.resets.insert(userId, hashToken(token));
    // Behind `#`, so that no proxy and no log sees it.
    return isStored ? `/reset#token=${token}` : null;
  }
}
