import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.ts';
import { DeliveriesRepository } from './deliveries.repository.ts';
import { DeliveryBounds } from './delivery-bounds.ts';
import { WebhookSecretsRepository } from './webhook-secrets.repository.ts';
import { webhookLimits } from './webhooks.limits.ts';

/** The daily clean-up: deliveries past their time or above the bounds, secrets that sign no more. */
@Injectable()
export class WebhookCleaner {
  constructor(
    private readonly database: Database,
    private readonly deliveries: DeliveriesRepository,
    private readonly bounds: DeliveryBounds,
    private readonly secrets: WebhookSecretsRepository,
  ) {}

  /** Removes in short statements; throws when `signal` is aborted in between. */
  async cleanUp(signal: AbortSignal): Promise<void> {
    let removed: number;
    do {
      signal.throwIfAborted();
      removed = await this.deliveries.removeOld();
    } while (removed === webhookLimits.cleanUpEntries);
    const ids = await this.database.db.selectFrom('webhooks').select('id').execute();
    for (const { id } of ids) {
      signal.throwIfAborted();
      await this.bounds.trim(this.database.db, id);
    }
    await this.bounds.trimAll(this.database.db);
    await this.secrets.forget();
  }
}
