import type { WebhookReplay, WebhookReplayStarted } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { AuditLog } from '../audit/audit-log.ts';
import type { Actor } from '../audit/current-actor.ts';
import { Database } from '../platform/database/database.ts';
import type { Tables } from '../platform/database/tables.ts';
import { JobQueue } from '../platform/jobs/job-queue.ts';
import { DeliveryMaker } from './delivery-maker.ts';
import { replayWebhook } from './replay-webhook.job.ts';
import { spanOf } from './replay-span.ts';
import { WebhookAccess } from './webhook-access.ts';
import { TEST_TYPE } from './webhook-message.ts';
import { webhookErrors } from './webhooks.errors.ts';
import { webhookLimits } from './webhooks.limits.ts';
import type { StoredWebhook } from './webhooks.repository.ts';

/** Deliveries that a person asks for: a test, one again, a time range again. */
@Injectable()
export class ReplaysService {
  constructor(
    private readonly database: Database,
    private readonly access: WebhookAccess,
    private readonly maker: DeliveryMaker,
    private readonly jobs: JobQueue,
    private readonly audit: AuditLog,
  ) {}

  /** Sends a test message, once and also while the webhook is off; answers the delivery's id. */
  async test(actor: Actor, webhookId: string): Promise<string> {
    return await this.#audited(actor, webhookId, 'webhook.tested', {}, async (trx, { url }) => {
      const test = { webhookId, url, eventId: null, type: TEST_TYPE, caseId: null };
      const [id] = await this.maker.make(trx, [test]);
      if (id === undefined) throw webhookErrors.deliveryNotFound();
      return id;
    });
  }

  /**
   * Delivers once more, at once and under the same `webhook-id`, with all its attempts anew. Throws
   * WEBHOOK_DELIVERY_NOT_FOUND, WEBHOOK_OFF.
   */
  async replay(actor: Actor, webhookId: string, id: string): Promise<void> {
    const details = { deliveryId: id };
    await this.#audited(actor, webhookId, 'webhook.replayed', details, async (trx, webhook) => {
      if (!webhook.enabled) throw webhookErrors.off();
      const restarted = await this.maker.restart(trx, webhookId, id);
      if (restarted === undefined) throw webhookErrors.deliveryNotFound();
      await this.maker.send(trx, webhook.url, [restarted]);
    });
  }

  /**
   * Begins to deliver the events of a time range again, in the background and in their order. Throws
   * WEBHOOK_OFF, WEBHOOK_REPLAY_RANGE, WEBHOOK_REPLAY_RUNNING.
   */
  async replayRange(
    actor: Actor,
    webhookId: string,
    { from, to, include }: WebhookReplay,
  ): Promise<WebhookReplayStarted> {
    const [fromMs, toMs] = [Date.parse(from), to === undefined ? Date.now() : Date.parse(to)];
    if (!(fromMs <= toMs && toMs - fromMs <= webhookLimits.replayDays * 86_400_000))
      throw webhookErrors.replayRange();
    const details = { from, to: new Date(toMs).toISOString(), include };
    return await this.#audited(actor, webhookId, 'webhook.replayed', details, async (trx, hook) => {
      if (!hook.enabled) throw webhookErrors.off();
      const step = { webhookId, ...spanOf(fromMs, toMs), include: [...include] };
      const jobId = await this.jobs.send(trx, replayWebhook, step, { singletonKey: webhookId });
      if (jobId === null) throw webhookErrors.replayRunning();
      return { jobId };
    });
  }

  async #audited<T>(
    actor: Actor,
    webhookId: string,
    action: string,
    details: Readonly<Record<string, unknown>>,
    work: (trx: Transaction<Tables>, webhook: StoredWebhook) => Promise<T>,
  ): Promise<T> {
    return await this.database.transaction(async (trx) => {
      const webhook = await this.access.find(actor, webhookId, trx);
      const answer = await work(trx, webhook);
      const { requestId = null, ip = null } = actor;
      const entry = { action, objectType: 'webhook', objectId: webhookId, details, requestId, ip };
      await this.audit.record(trx, actor, entry);
      return answer;
    });
  }
}
