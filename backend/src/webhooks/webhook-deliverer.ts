import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.ts';
import { JobPostponed } from '../platform/jobs/job.ts';
import type { Job } from '../platform/jobs/job.ts';
import { AttemptSettlement } from './attempt-settlement.ts';
import { OutgoingRepository, type DueDelivery } from './outgoing.repository.ts';
import { WebhookFigures } from './webhook-figures.ts';
import { eventBody, testBody } from './webhook-message.ts';
import { ownerViewer } from './webhook-owner.ts';
import { WebhookSender } from './webhook-sender.ts';
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
    const { url, id, secret, previousSecret } = due;
    const secrets = previousSecret === null ? [secret] : [secret, previousSecret];
    const result = await this.sender.send({ url, id, body, secrets }, job.signal);
    const ended = await this.database.transaction(async (trx) => {
      await job.completeIn(trx);
      return await this.settlement.settle(trx, due, result);
    });
    this.figures.attempts[result.outcome] += 1;
    if (ended !== null) this.figures.ended[ended] += 1;
    if (result.status !== null) this.figures.seconds.observe(result.durationMs / 1000);
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
