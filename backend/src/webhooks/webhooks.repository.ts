import type {
  EventType,
  Page,
  Permission,
  Webhook,
  WebhookOffReason,
  WebhookQuery,
} from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql, type SelectQueryBuilder, type Transaction } from 'kysely';
import { Database } from '../platform/database/database.ts';
import { keysetPage, type Keyset } from '../platform/database/keyset.ts';
import type { Tables } from '../platform/database/tables.ts';
import type { WebhookOwner } from './webhook-owner.ts';
import './webhooks.schema.ts';

const newestFirst: Keyset = {
  name: 'webhooks',
  isDescending: true,
  columns: [
    { expression: sql`webhooks.created_at`, type: 'timestamptz' },
    { expression: sql`webhooks.id`, type: 'uuid' },
  ],
};

/** A webhook as it is shown, with what its owner's permissions are bounded to. */
export interface StoredWebhook extends Webhook, Pick<WebhookOwner, 'ownerEmail' | 'role'> {
  readonly scopes: Permission[] | null;
}

/** What a new webhook is made of. */
export interface NewWebhook {
  readonly id: string;
  readonly ownerId: string;
  readonly name: string;
  readonly url: string;
  readonly events: EventType[] | null;
  readonly scopes: Permission[] | null;
  readonly sealedSecret: string;
}

/** What of a webhook can be changed. */
export interface WebhookFields {
  readonly name?: string | undefined;
  readonly url?: string | undefined;
  readonly events?: EventType[] | null | undefined;
  readonly enabled?: boolean | undefined;
}

/** A webhook that wants events, and on whose behalf. */
export interface Subscriber extends WebhookOwner {
  readonly webhookId: string;
  readonly url: string;
  /** Null: every type. */
  readonly events: string[] | null;
}

/** SQL of the webhooks. */
@Injectable()
export class WebhooksRepository {
  constructor(private readonly database: Database) {}

  /** One page of the webhooks of one user, or of all with null; newest first. */
  async page(ownerId: string | null, query: WebhookQuery): Promise<Page<StoredWebhook>> {
    const { db } = this.database;
    let rows = this.#rows(db);
    if (ownerId !== null) rows = rows.where('webhooks.owner_id', '=', ownerId);
    const { rows: items, nextCursor } = await keysetPage(rows, newestFirst, query);
    if (query.count !== true) return { items, nextCursor };
    let counted = db.selectFrom('webhooks').select(sql<number>`count(*)::int`.as('total'));
    if (ownerId !== null) counted = counted.where('owner_id', '=', ownerId);
    return { items, nextCursor, total: (await counted.executeTakeFirstOrThrow()).total };
  }

  async find(id: string, trx?: Transaction<Tables>): Promise<StoredWebhook | undefined> {
    return await this.#rows(trx ?? this.database.db)
      .where('webhooks.id', '=', id)
      .executeTakeFirst();
  }

  /** How many there are, and how many of one user; two makers count one after the other. */
  async counts(trx: Transaction<Tables>, ownerId: string): Promise<{ all: number; own: number }> {
    await sql`select pg_advisory_xact_lock(hashtextextended('lexiflow webhooks', 0))`.execute(trx);
    return await trx
      .selectFrom('webhooks')
      .select([
        sql<number>`count(*)::int`.as('all'),
        sql<number>`(count(*) filter (where owner_id = ${ownerId}))::int`.as('own'),
      ])
      .executeTakeFirstOrThrow();
  }

  async insert(trx: Transaction<Tables>, webhook: NewWebhook): Promise<void> {
    const { id, ownerId, name, url, events, scopes, sealedSecret } = webhook;
    await trx
      .insertInto('webhooks')
      .values({
        ...{ id, name, url, events, scopes },
        owner_id: ownerId,
        secret: null,
        sealed_secret: sealedSecret,
        previous_secret: null,
        sealed_previous_secret: null,
        previous_secret_until: null,
        off_reason: null,
        off_at: null,
        held_until: null,
        failing_since: null,
        last_delivered_at: null,
      })
      .execute();
  }

  /** Answers false when the webhook does not have that version any more. */
  async update(
    trx: Transaction<Tables>,
    id: string,
    version: number,
    { name, url, events, enabled }: WebhookFields,
  ): Promise<boolean> {
    const now = sql<string>`now()`;
    const { numUpdatedRows } = await trx
      .updateTable('webhooks')
      .set((set) => ({
        ...(name === undefined ? {} : { name }),
        // What was known of the old receiver says nothing of the new one.
        ...(url === undefined ? {} : { url, held_until: null, failing_since: null }),
        ...(events === undefined ? {} : { events }),
        ...(enabled === undefined
          ? {}
          : enabled
            ? { off_reason: null, off_at: null, held_until: null, failing_since: null }
            : { off_reason: 'turned-off' as const, off_at: now }),
        version: set('version', '+', 1),
        updated_at: now,
      }))
      .where('id', '=', id)
      .where('version', '=', version)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** Turns a webhook off by itself; false when it is off already. */
  async turnOff(trx: Transaction<Tables>, id: string, reason: WebhookOffReason): Promise<boolean> {
    const { numUpdatedRows } = await trx
      .updateTable('webhooks')
      .set((set) => ({
        off_reason: reason,
        off_at: sql<string>`now()`,
        version: set('version', '+', 1),
        updated_at: sql<string>`now()`,
      }))
      .where('id', '=', id)
      .where('off_reason', 'is', null)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  async remove(trx: Transaction<Tables>, id: string): Promise<void> {
    await trx.deleteFrom('webhooks').where('id', '=', id).execute();
  }

  /** The webhooks that are on and want events of that type, whoever may see the event. */
  async subscribedTo(trx: Transaction<Tables>, type: string): Promise<Subscriber[]> {
    return await this.#subscribers(trx)
      .where(sql<boolean>`(w.events is null or ${type} = any(w.events))`)
      .orderBy('w.id')
      .execute();
  }

  /** The webhook, when it is on. */
  async findOn(trx: Transaction<Tables>, id: string): Promise<Subscriber | undefined> {
    return await this.#subscribers(trx).where('w.id', '=', id).executeTakeFirst();
  }

  #subscribers(trx: Transaction<Tables>) {
    return trx
      .selectFrom('webhooks as w')
      .innerJoin('users as u', 'u.id', 'w.owner_id')
      .where('w.off_reason', 'is', null)
      .where('u.disabled_at', 'is', null)
      .select(['w.id as webhookId', 'w.url', 'w.events', 'w.scopes'])
      .select(['u.id as ownerId', 'u.name as ownerName', 'u.email as ownerEmail', 'u.role']);
  }

  #rows(db: Database['db']): SelectQueryBuilder<Tables, 'webhooks' | 'users', StoredWebhook> {
    const inState = (state: string) => sql<number>`(select count(*)::int from webhook_deliveries
      where webhook_id = webhooks.id and state = ${state})`;
    return db
      .selectFrom('webhooks')
      .innerJoin('users', 'users.id', 'webhooks.owner_id')
      .select([
        'webhooks.id',
        'webhooks.name',
        'webhooks.url',
        'webhooks.events',
        'webhooks.scopes',
        'webhooks.off_reason as offReason',
        'webhooks.off_at as offAt',
        'webhooks.failing_since as failingSince',
        'webhooks.last_delivered_at as lastDeliveredAt',
        'webhooks.owner_id as ownerId',
        'users.name as ownerName',
        'users.email as ownerEmail',
        'users.role',
        'webhooks.version',
        'webhooks.created_at as createdAt',
        'webhooks.updated_at as updatedAt',
        sql<boolean>`webhooks.off_reason is null`.as('enabled'),
        sql<string | null>`case when webhooks.previous_secret_until > now()
          then webhooks.previous_secret_until end`.as('previousSecretUntil'),
        inState('waiting').as('waiting'),
        inState('failed').as('failed'),
      ]);
  }
}
