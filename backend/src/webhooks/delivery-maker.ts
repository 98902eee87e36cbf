import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { newId } from '../platform/database/id.ts';
import type { Tables } from '../platform/database/tables.ts';
import { JobQueue } from '../platform/jobs/job-queue.ts';
import { deliverWebhook } from './deliver-webhook.job.ts';
import { DeliveryBounds } from './delivery-bounds.ts';
import { WebhookFigures } from './webhook-figures.ts';
import './webhooks.schema.ts';

/** A delivery to be made. */
export interface NewDelivery {
  readonly webhookId: string;
  /** Where it goes: receivers on one host share its slots. */
  readonly url: string;
  /** Null for a test. */
  readonly eventId: string | null;
  readonly type: string;
  readonly caseId: string | null;
}

/** A delivery that waits for its job. */
export interface WaitingDelivery {
  readonly id: string;
  readonly run: number;
}

/** Makes deliveries and the jobs that carry them out, in one transaction. */
@Injectable()
export class DeliveryMaker {
  constructor(
    private readonly jobs: JobQueue,
    private readonly bounds: DeliveryBounds,
    private readonly figures: WebhookFigures,
  ) {}

  /**
   * Makes these deliveries, all to the same receiver or all of the same event, at most 1,000; answers
   * the ids. One that is there already, for the same webhook and event, is not made again.
   */
  async make(trx: Transaction<Tables>, deliveries: readonly NewDelivery[]): Promise<string[]> {
    if (deliveries.length === 0) return [];
    const hosts = new Map(deliveries.map(({ webhookId, url }) => [webhookId, hostOf(url)]));
    const made = await trx
      .insertInto('webhook_deliveries')
      .values(
        deliveries.map(({ webhookId, eventId, type, caseId }) => ({
          id: newId(),
          webhook_id: webhookId,
          event_id: eventId,
          type,
          case_id: caseId,
          ended_at: null,
          last_status: null,
          last_error: null,
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(['webhook_id', 'event_id']).where('event_id', 'is not', null).doNothing(),
      )
      .returning(['id', 'run', 'webhook_id as webhookId'])
      .execute();
    const jobs = made.map(({ id, run, webhookId }) => ({
      data: { deliveryId: id, run },
      groupKey: hosts.get(webhookId) ?? webhookId,
    }));
    await this.jobs.sendAll(trx, deliverWebhook, jobs);
    this.figures.made += made.length;
    await this.bounds.hold(trx, made);
    return made.map(({ id }) => id);
  }

  /** Sends the job of a delivery; `startAt` null: now. */
  async send(
    trx: Transaction<Tables>,
    url: string,
    deliveries: readonly WaitingDelivery[],
    startAt: Date | null = null,
  ): Promise<void> {
    const jobs = deliveries.map(({ id, run }) => ({
      data: { deliveryId: id, run },
      groupKey: hostOf(url),
      ...(startAt === null ? {} : { startAfter: startAt }),
    }));
    await this.jobs.sendAll(trx, deliverWebhook, jobs);
  }

  /** Lets a delivery begin anew, whatever came of it; undefined when there is none. */
  async restart(
    trx: Transaction<Tables>,
    webhookId: string,
    id: string,
  ): Promise<WaitingDelivery | undefined> {
    return await trx
      .updateTable('webhook_deliveries')
      .set((set) => ({
        state: 'waiting' as const,
        run: set('run', '+', 1),
        cycle_attempts: 0,
        cycle_at: sql<string>`now()`,
        next_attempt_at: sql<string>`now()`,
        ended_at: null,
      }))
      .where('webhook_id', '=', webhookId)
      .where('id', '=', id)
      .returning(['id', 'run'])
      .executeTakeFirst();
  }
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
