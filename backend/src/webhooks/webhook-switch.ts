import type { WebhookOffReason } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { AuditLog } from '../audit/audit-log.ts';
import { system } from '../audit/audit-entry.ts';
import type { Tables } from '../platform/database/tables.ts';
import { Outbox } from '../platform/events/outbox.ts';
import { WebhookFigures } from './webhook-figures.ts';
import { WebhooksRepository } from './webhooks.repository.ts';

/** Turns webhooks off that the server itself finds useless, and tells of it. */
@Injectable()
export class WebhookSwitch {
  constructor(
    private readonly webhooks: WebhooksRepository,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly figures: WebhookFigures,
  ) {}

  /** Turns a webhook off as part of `trx`, with audit row and event. Does nothing when it is off. */
  async turnOff(
    trx: Transaction<Tables>,
    { webhookId, ownerId }: { readonly webhookId: string; readonly ownerId: string },
    reason: WebhookOffReason,
  ): Promise<void> {
    if (!(await this.webhooks.turnOff(trx, webhookId, reason))) return;
    const payload = { reason, ownerId };
    const type = 'webhook.disabled';
    await this.audit.record(trx, system, {
      action: type,
      objectType: 'webhook',
      objectId: webhookId,
      details: payload,
    });
    await this.outbox.record(trx, system, {
      type,
      aggregateType: 'webhook',
      aggregateId: webhookId,
      payload,
    });
    this.figures.turnedOff[reason] += 1;
  }
}
