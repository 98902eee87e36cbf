import { Inject, Injectable } from '@nestjs/common';
import { userViewer } from '../../authorization/user-viewer.ts';
import { Database } from '../../platform/database/database.ts';
import type { Job } from '../../platform/jobs/job.ts';
import { JobPostponed } from '../../platform/jobs/job.ts';
import { SuppressionRepository } from '../bounces/suppression.repository.ts';
import { EmailFigures } from '../email-figures.ts';
import { emailLimits } from '../email.limits.ts';
import { EmailRepository, type EmailEnd, type StoredEmail } from '../email.repository.ts';
import type { ComposedMessage } from '../message/compose-message.ts';
import { judgeFailure, type Judgement } from './judge-failure.ts';
import { MAILER, type Mailer } from './mailer.ts';
import { MessageMaker } from './message-maker.ts';

/** A run of the job that sends one email. */
export type SendJob = Job<{ emailId: string }>;

/**
 * Sends queued emails. At least once: when the process dies between the server's yes and our record
 * of it, the next try sends the message again under the same Message-ID.
 */
@Injectable()
export class EmailSender {
  constructor(
    private readonly database: Database,
    private readonly emails: EmailRepository,
    private readonly suppressions: SuppressionRepository,
    private readonly messages: MessageMaker,
    @Inject(MAILER) private readonly mailer: Mailer,
    private readonly figures: EmailFigures,
  ) {}

  /** One try. Rejects when there is to be another one; everything else ends the email. */
  async run(job: SendJob): Promise<void> {
    const email = await this.emails.forSending(job.data.emailId);
    // A dead letter that is replayed finds its email failed; one that was sent is not sent again.
    if (email === null || (email.state !== 'queued' && email.state !== 'failed')) return;
    const refusal = await this.#refusal(email);
    if (refusal !== null) return await this.#end(job, refusal);
    if (email.sentLastHour >= emailLimits.perAddressHourEntries) {
      this.figures.count('postponed');
      const wait = emailLimits.perAddressWaitSeconds;
      throw new JobPostponed('the address has had its share of this hour', wait);
    }
    if (!job.account.grow(emailLimits.sendingBytes))
      throw new JobPostponed('no memory for a message now', 5);
    await this.#send(job, email);
  }

  async #send(job: SendJob, email: StoredEmail): Promise<void> {
    const startedMs = performance.now();
    let message: ComposedMessage | null = null;
    try {
      message = await this.messages.make(email);
      if (message === null) {
        const reply = 'what it was about is over, or this version does not know its template';
        return await this.#end(job, { state: 'withheld', reply });
      }
      const { bytes, reply } = await this.mailer.send(message, job.signal);
      const state = this.mailer.kind === 'smtp' ? 'sent' : 'written';
      await this.#end(job, { state, reply: reply.slice(0, emailLimits.replyLength), bytes });
    } catch (error) {
      // Stopped or out of time: whoever runs the job next decides.
      if (job.signal.aborted) throw error;
      await this.#failed(job, email, judgeFailure(error), error);
    } finally {
      message?.stream.destroy();
      this.figures.sendSeconds.observe((performance.now() - startedMs) / 1000);
    }
  }

  async #failed(
    job: SendJob,
    email: StoredEmail,
    { kind, status, reply, isAddressGone }: Judgement,
    error: unknown,
  ): Promise<void> {
    if (kind !== 'retry') {
      const end: EmailEnd = { state: kind, reply, bounceStatus: status };
      return await this.#end(job, end, isAddressGone ? email.address : null);
    }
    if (!job.isLastAttempt) {
      this.figures.count('retry');
      await this.emails.noteTry(email.id, reply);
    } else {
      await this.database.transaction((trx) =>
        this.emails.end(trx, email.id, { state: 'failed', reply, bounceStatus: status }),
      );
      this.figures.count('failed');
    }
    throw error;
  }

  /** Why the email may not go out, looked at right before it would. */
  async #refusal(email: StoredEmail): Promise<EmailEnd | null> {
    if (email.isSuppressed) return { state: 'suppressed', reply: 'on the suppression list' };
    const { userId, role } = email;
    if (userId !== null && role === null)
      return { state: 'withheld', reply: 'the recipient is disabled' };
    if (email.caseIds.length === 0) return null;
    if (userId !== null && role !== null) {
      const { recipientName: name, address } = email;
      const user = { userId, name, email: address, role };
      const recipient = await userViewer(this.database.db, user);
      if (await this.emails.isOpenTo(recipient, email.id)) return null;
    }
    return { state: 'withheld', reply: 'the recipient may not see the case' };
  }

  async #end(job: SendJob, end: EmailEnd, goneAddress: string | null = null): Promise<void> {
    const { emailId } = job.data;
    await this.database.transaction(async (trx) => {
      await this.emails.end(trx, emailId, end);
      if (goneAddress !== null)
        await this.suppressions.add(trx, goneAddress, 'refused', end.reply ?? '');
      await job.completeIn(trx);
    });
    if (end.state !== 'queued') this.figures.count(end.state);
  }
}
