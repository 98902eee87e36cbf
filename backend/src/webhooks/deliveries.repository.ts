import type {
  Page,
  WebhookAttempt,
  WebhookDelivery,
  WebhookDeliveryQuery,
} from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql, type SelectQueryBuilder } from 'kysely';
import { AccessService } from '../authorization/access.service.ts';
import { Database } from '../platform/database/database.ts';
import { keysetPage, type Keyset } from '../platform/database/keyset.ts';
import type { Tables } from '../platform/database/tables.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { webhookLimits } from './webhooks.limits.ts';
import './webhooks.schema.ts';

const newestFirst: Keyset = {
  name: 'webhook-deliveries',
  isDescending: true,
  columns: [
    { expression: sql`d.created_at`, type: 'timestamptz' },
    { expression: sql`d.id`, type: 'uuid' },
  ],
};

/** A delivery as one viewer sees it. */
export interface SeenDelivery extends WebhookDelivery {
  /** Whether the viewer may see what it tells of. */
  readonly isOpen: boolean;
}

/** SQL of the delivery log. The caller has checked that the viewer may see the webhook. */
@Injectable()
export class DeliveriesRepository {
  constructor(
    private readonly database: Database,
    private readonly access: AccessService,
  ) {}

  /** One page of a webhook's deliveries, newest first. */
  async page(
    viewer: Viewer,
    webhookId: string,
    query: WebhookDeliveryQuery,
  ): Promise<Page<SeenDelivery>> {
    const filtered = this.#filtered(webhookId, query);
    const { rows, nextCursor } = await keysetPage(
      this.#columns(viewer, filtered),
      newestFirst,
      query,
    );
    if (query.count !== true) return { items: rows, nextCursor };
    const { total } = await filtered
      .select(sql<number>`count(*)::int`.as('total'))
      .executeTakeFirstOrThrow();
    return { items: rows, nextCursor, total };
  }

  async find(viewer: Viewer, webhookId: string, id: string): Promise<SeenDelivery | undefined> {
    return await this.#columns(viewer, this.#filtered(webhookId, {}))
      .where('d.id', '=', id)
      .executeTakeFirst();
  }

  /** Every kept attempt of a delivery, the first one first. */
  async attempts(deliveryId: string): Promise<WebhookAttempt[]> {
    return await this.database.db
      .selectFrom('webhook_attempts')
      .where('delivery_id', '=', deliveryId)
      .select(['number', 'at', 'duration_ms as durationMs', 'status', 'error', 'response'])
      .select('response_cut as responseCut')
      .orderBy('number')
      .limit(webhookLimits.attemptEntries)
      .execute();
  }

  /** Removes deliveries past their time; answers how many. One short statement. */
  async removeOld(): Promise<number> {
    const { rows } = await sql<{ count: number }>`with gone as (
        delete from webhook_deliveries where id in (select id from webhook_deliveries
          where created_at < now() - make_interval(days => ${webhookLimits.keptDays}::int)
          order by created_at, id limit ${webhookLimits.cleanUpEntries}) returning 1)
      select count(*)::int as count from gone`.execute(this.database.db);
    return rows[0]?.count ?? 0;
  }

  #filtered(
    webhookId: string,
    { state, type, from, to }: Partial<WebhookDeliveryQuery>,
  ): SelectQueryBuilder<Tables & { d: Tables['webhook_deliveries'] }, 'd', object> {
    let query = this.database.db
      .selectFrom('webhook_deliveries as d')
      .where('d.webhook_id', '=', webhookId);
    if (state !== undefined) query = query.where('d.state', '=', state);
    if (type !== undefined) query = query.where('d.type', '=', type);
    if (from !== undefined) query = query.where('d.created_at', '>=', from);
    if (to !== undefined) query = query.where('d.created_at', '<', to);
    return query;
  }

  #columns(
    viewer: Viewer,
    query: SelectQueryBuilder<Tables & { d: Tables['webhook_deliveries'] }, 'd', object>,
  ): SelectQueryBuilder<Tables & { d: Tables['webhook_deliveries'] }, 'd', SeenDelivery> {
    const isOpen = sql<boolean>`(d.case_id is null
      or ${this.access.visibleCases(viewer, 'd.case_id')})`;
    return query.select([
      'd.id',
      'd.webhook_id as webhookId',
      'd.type',
      'd.event_id as eventId',
      'd.state',
      'd.attempts',
      'd.created_at as createdAt',
      'd.next_attempt_at as nextAttemptAt',
      'd.ended_at as endedAt',
      'd.last_status as lastStatus',
      'd.last_error as lastError',
      sql<string | null>`case when ${isOpen} then d.case_id end`.as('caseId'),
      isOpen.as('isOpen'),
    ]);
  }
}
