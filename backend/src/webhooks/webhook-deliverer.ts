import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.ts';
import { AppError } from '../platform/errors/define-error.ts';
import { JobPostponed } from '../platform/jobs/job.ts';
import type { Job } from '../platform/jobs/job.ts';
import { AttemptSettlement } from './attempt-settlement.ts';
import { OutgoingRepository, type DueDelivery } from './outgoing.repository.ts';
import { WebhookFigures } from './webhook-figures.ts';
import { eventBody, testBody } from './webhook-message.ts';
import { ownerViewer } from './webhook-owner.ts';
import { WebhookSecrets } from './webhook-secrets.ts';
import { unanswered, WebhookSender, type AttemptResult } from './webhook-sender.ts';
import { webhookLimits } from './webhooks.limits.ts';

/**
 * Carries out one attempt of a delivery: looks whether it may still be told, posts it, and writes down
 * attempt, outcome and the next job in one transaction that also ends this job. A process that dies
 * before that has written nothing: the attempt is made again, with the same `webhook-id`.
 */
@Injectable()
export class WebhookDeliverer {
  constructor(
    private readonly database: Database,
    private readonly outgoing: OutgoingRepository,
    private readonly secrets: WebhookSecrets,
    private readonly sender: WebhookSender,
    private readonly settlement: AttemptSettlement,
    private readonly figures: WebhookFigures,
  ) {}

  async deliver(job: Job<{ deliveryId: string; run: number }>): Promise<void> {
    const due = await this.outgoing.due(job.data.deliveryId, job.data.run);
    if (due === undefined) return;
    const isOff = due.offReason !== null && due.eventId !== null;
    if (isOff) return await this.#end(job, due, 'cancelled');
    const body = await this.#body(due);
    if (body === null) return await this.#end(job, due, 'withheld');
    // Those that waited together come back one after the other.
    if (due.heldSeconds > 0)
      throw new JobPostponed('the receiver asked for a pause', due.heldSeconds + Math.random());
    if (!job.account.grow(Buffer.byteLength(body) + webhookLimits.responseBytes))
      throw new JobPostponed('there is no memory for the message now', 2);
    const result = await this.#attempt(due, body, job.signal);
    const ended = await this.database.transaction(async (trx) => {
      await job.completeIn(trx);
      return await this.settlement.settle(trx, due, result);
    });
    this.figures.attempts[result.outcome] += 1;
    if (ended !== null) this.figures.ended[ended] += 1;
    if (result.status !== null) this.figures.seconds.observe(result.durationMs / 1000);
  }

  /** Sends the message; without the key to its secret that is a failed attempt, which is tried again. */
  async #attempt(due: DueDelivery, body: string, signal: AbortSignal): Promise<AttemptResult> {
    const { url, id, webhookId, secret, previousSecret } = due;
    let secrets: string[];
    try {
      secrets = this.secrets.open(webhookId, [secret, previousSecret]);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return unanswered('unsigned', error, new Date(), 0);
    }
    return await this.sender.send({ url, id, body, secrets }, signal);
  }

  /** The message, or null when the owner may not be told of it, now or any more. */
  async #body(due: DueDelivery): Promise<string | null> {
    if (due.isOwnerDisabled) return null;
    if (due.eventId === null) return testBody(due.webhookId, due.createdAt);
    const owner = await ownerViewer(this.database.db, due);
    const event = await this.outgoing.openEvent(owner, due.eventId);
    return event === undefined ? null : eventBody(event);
  }

  async #end(job: Job<unknown>, due: DueDelivery, state: 'cancelled' | 'withheld'): Promise<void> {
    await this.database.transaction(async (trx) => {
      await job.completeIn(trx);
      await this.outgoing.end(trx, due.id, due.run, state);
    });
    this.figures.ended[state] += 1;
  }
}
