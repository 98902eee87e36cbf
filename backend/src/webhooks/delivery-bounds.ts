import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { Database } from '../platform/database/database.ts';
import type { Tables } from '../platform/database/tables.ts';
import { WebhookFigures } from './webhook-figures.ts';
import { webhookLimits } from './webhooks.limits.ts';

type Executor = Transaction<Tables> | Database['db'];

/** Sizes that a test makes smaller. */
export interface BoundSizes {
  readonly perWebhook: number;
  readonly all: number;
  readonly everyPerWebhook: number;
  readonly everyAll: number;
}

/** The bounds of the log, as the server has them. */
export const boundSizes: BoundSizes = {
  perWebhook: webhookLimits.deliveriesPerWebhookEntries,
  all: webhookLimits.deliveryEntries,
  everyPerWebhook: webhookLimits.trimEntries,
  everyAll: webhookLimits.trimAllEntries,
};

/**
 * Keeps the log of deliveries within its bounds. Counting rows for each new one would cost more than
 * making it: a process counts what it makes and looks at the table after so many.
 */
@Injectable()
export class DeliveryBounds {
  sizes = boundSizes;
  readonly #made = new Map<string, number>();
  #madeInAll = 0;

  constructor(private readonly figures: WebhookFigures) {}

  /** Counts new deliveries, and removes the oldest of their webhooks where it is time to look. */
  async hold(
    trx: Transaction<Tables>,
    made: readonly { readonly webhookId: string }[],
  ): Promise<void> {
    for (const { webhookId } of made)
      this.#made.set(webhookId, (this.#made.get(webhookId) ?? 0) + 1);
    this.#madeInAll += made.length;
    for (const [webhookId, count] of this.#made) {
      if (count < this.sizes.everyPerWebhook) continue;
      this.#made.delete(webhookId);
      await this.trim(trx, webhookId);
    }
    if (this.#madeInAll < this.sizes.everyAll) return;
    this.#madeInAll = 0;
    this.#made.clear();
    await this.trimAll(trx);
  }

  /** Removes what one webhook has above its bound: the oldest, those that have ended first. */
  async trim(db: Executor, webhookId: string): Promise<void> {
    await this.#remove(db, this.sizes.perWebhook, sql`where webhook_id = ${webhookId}`);
  }

  /** Removes what all webhooks have above theirs. */
  async trimAll(db: Executor): Promise<void> {
    await this.#remove(db, this.sizes.all, sql``);
  }

  async #remove(db: Executor, most: number, where: ReturnType<typeof sql>): Promise<void> {
    const counted = await sql<{ count: number }>`select count(*)::int as count
      from webhook_deliveries ${where}`.execute(db);
    const excess = (counted.rows[0]?.count ?? 0) - most;
    if (excess <= 0) return;
    const { rows } = await sql<{ state: string }>`delete from webhook_deliveries where id in (
        select id from webhook_deliveries ${where}
        order by state = 'waiting', created_at, id limit ${excess}) returning state`.execute(db);
    this.figures.dropped += rows.filter(({ state }) => state === 'waiting').length;
  }
}
