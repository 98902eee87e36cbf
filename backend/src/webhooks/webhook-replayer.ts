import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.ts';
import type { Job } from '../platform/jobs/job.ts';
import { JobQueue } from '../platform/jobs/job-queue.ts';
import { DeliveryMaker } from './delivery-maker.ts';
import { ReplayRepository } from './replay.repository.ts';
import { replayWebhook } from './replay-webhook.job.ts';
import { ownerViewer } from './webhook-owner.ts';
import { WebhooksRepository } from './webhooks.repository.ts';

/** What one step of a replay is told. */
export interface ReplayStep {
  readonly webhookId: string;
  readonly after: string;
  readonly until: string;
  readonly include: string[];
}

/**
 * Replays a time range in steps: each takes up some events, makes or restarts their deliveries and
 * sends the next step, in one transaction that also ends it. So a killed replay goes on where it was.
 */
@Injectable()
export class WebhookReplayer {
  constructor(
    private readonly database: Database,
    private readonly jobs: JobQueue,
    private readonly webhooks: WebhooksRepository,
    private readonly replays: ReplayRepository,
    private readonly maker: DeliveryMaker,
  ) {}

  async step(job: Job<ReplayStep>): Promise<void> {
    const { webhookId, after, until, include } = job.data;
    await this.database.transaction(async (trx) => {
      await job.completeIn(trx);
      const webhook = await this.webhooks.findOn(trx, webhookId);
      if (webhook === undefined) return;
      const end = await this.replays.stepEnd(trx, { after, until });
      if (end === null) return;
      const { url, events } = webhook;
      const owner = await ownerViewer(trx, webhook);
      const scope = { webhookId, owner, events, after, until: end };
      const restarted = await this.replays.restart(trx, scope, include);
      await this.maker.send(trx, url, restarted);
      if (include.includes('missed')) {
        const missed = await this.replays.missed(trx, scope);
        await this.maker.make(
          trx,
          missed.map((event) => ({ ...event, webhookId, url })),
        );
      }
      const next = { webhookId, after: end, until, include };
      await this.jobs.send(trx, replayWebhook, next, { singletonKey: webhookId });
    });
  }
}
