import type { DeliveryState, WebhookOffReason } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { Database } from '../platform/database/database.ts';
import type { Tables } from '../platform/database/tables.ts';
import { storedEventColumns, type StoredEvent } from '../platform/events/stored-event.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { openEvents } from './open-events.ts';
import type { WebhookOwner } from './webhook-owner.ts';
import type { StoredSecret } from './webhook-secrets.ts';
import type { AttemptResult } from './webhook-sender.ts';
import { webhookLimits } from './webhooks.limits.ts';
import './webhooks.schema.ts';

/** A delivery whose attempt is due, with its webhook. */
export interface DueDelivery extends WebhookOwner {
  readonly id: string;
  readonly run: number;
  readonly webhookId: string;
  readonly eventId: string | null;
  readonly createdAt: string;
  readonly cycleAttempts: number;
  /** Since the delivery was made or replayed. */
  readonly elapsedMs: number;
  readonly url: string;
  readonly secret: StoredSecret;
  /** Both null when no rotation overlaps. */
  readonly previousSecret: StoredSecret;
  readonly offReason: WebhookOffReason | null;
  readonly isOwnerDisabled: boolean;
  /** Until the receiver wants to hear again; 0 or less: now. */
  readonly heldSeconds: number;
}

/** What an attempt left of a delivery. */
export interface AttemptMark {
  readonly id: string;
  readonly run: number;
  readonly result: AttemptResult;
  /** Null while another attempt follows. */
  readonly ends: DeliveryState | null;
  readonly nextAttemptAt: Date | null;
}

/** SQL of what is being delivered: reading what is due, and writing down what came of it. */
@Injectable()
export class OutgoingRepository {
  constructor(private readonly database: Database) {}

  /** The delivery, unless it has ended, is gone, or another job has it by now. */
  async due(id: string, run: number): Promise<DueDelivery | undefined> {
    const row = await this.database.db
      .selectFrom('webhook_deliveries as d')
      .innerJoin('webhooks as w', 'w.id', 'd.webhook_id')
      .innerJoin('users as u', 'u.id', 'w.owner_id')
      .where('d.id', '=', id)
      .where('d.run', '=', run)
      .where('d.state', '=', 'waiting')
      .select(['d.id', 'd.run', 'd.webhook_id as webhookId', 'd.event_id as eventId'])
      .select(['d.created_at as createdAt', 'd.cycle_attempts as cycleAttempts'])
      .select([
        'w.url',
        'w.secret as plain',
        'w.sealed_secret as sealed',
        'w.scopes',
        'w.off_reason as offReason',
      ])
      .select(['u.id as ownerId', 'u.name as ownerName', 'u.email as ownerEmail', 'u.role'])
      .select([
        sql<number>`(extract(epoch from now() - d.cycle_at) * 1000)::float8`.as('elapsedMs'),
        whileOverlapping('previous_secret').as('previousPlain'),
        whileOverlapping('sealed_previous_secret').as('previousSealed'),
        sql<boolean>`u.disabled_at is not null`.as('isOwnerDisabled'),
        sql<number>`coalesce(extract(epoch from w.held_until - now()), 0)::float8`.as(
          'heldSeconds',
        ),
      ])
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const { plain, sealed, previousPlain, previousSealed, ...due } = row;
    return {
      ...due,
      secret: { plain, sealed },
      previousSecret: { plain: previousPlain, sealed: previousSealed },
    };
  }

  /** The event, when the viewer may be told of it now. */
  async openEvent(viewer: Viewer, eventId: string): Promise<StoredEvent | undefined> {
    const found = await this.database.db
      .selectFrom('outbox')
      .select(storedEventColumns)
      .where('outbox.id', '=', eventId)
      .where(openEvents(viewer))
      .executeTakeFirst();
    return found as StoredEvent | undefined;
  }

  /** Ends a delivery without an attempt. */
  async end(
    trx: Transaction<Tables>,
    id: string,
    run: number,
    state: DeliveryState,
  ): Promise<void> {
    await trx
      .updateTable('webhook_deliveries')
      .set({ state, next_attempt_at: null, ended_at: sql<string>`now()` })
      .where('id', '=', id)
      .where('run', '=', run)
      .execute();
  }

  /**
   * Writes an attempt down. Where a replay has overtaken it meanwhile, only the log has it: the answer
   * is then false, and the delivery stands as the replay left it.
   */
  async record(trx: Transaction<Tables>, mark: AttemptMark): Promise<boolean> {
    const { id, run, result, ends, nextAttemptAt } = mark;
    const row = await trx
      .updateTable('webhook_deliveries')
      .set((set) => ({
        attempts: set('attempts', '+', 1),
        last_status: result.status,
        last_error: result.error,
      }))
      .where('id', '=', id)
      .returning(['attempts', sql<boolean>`run = ${run}::int`.as('isCurrent')])
      .executeTakeFirst();
    if (row === undefined) return false;
    await this.#log(trx, id, row.attempts, result);
    if (!row.isCurrent) return false;
    await trx
      .updateTable('webhook_deliveries')
      .set((set) => ({
        cycle_attempts: set('cycle_attempts', '+', 1),
        run: set('run', '+', 1),
        next_attempt_at: nextAttemptAt?.toISOString() ?? null,
        ...(ends === null ? {} : { state: ends, ended_at: sql<string>`now()` }),
      }))
      .where('id', '=', id)
      .execute();
    return true;
  }

  /** A delivery got through: the webhook works. */
  async noteSuccess(trx: Transaction<Tables>, webhookId: string): Promise<void> {
    // The row is every delivery's: it is written once a minute while all goes well.
    await sql`update webhooks set failing_since = null, last_delivered_at = now()
      where id = ${webhookId} and (failing_since is not null or last_delivered_at is null
        or last_delivered_at < now() - interval '1 minute')`.execute(trx);
  }

  /** A delivery did not get through; `heldSeconds` is what the receiver asked all to wait. */
  async noteFailure(
    trx: Transaction<Tables>,
    webhookId: string,
    heldSeconds: number | null,
  ): Promise<void> {
    if (heldSeconds !== null)
      await sql`update webhooks
        set held_until = now() + make_interval(secs => ${heldSeconds}::float8)
        where id = ${webhookId}`.execute(trx);
    await sql`update webhooks set failing_since = now()
      where id = ${webhookId} and failing_since is null`.execute(trx);
  }

  /** Whether nothing has got through since that many milliseconds. */
  async isFailingSince(
    trx: Transaction<Tables>,
    webhookId: string,
    elapsedMs: number,
  ): Promise<boolean> {
    const found = await trx
      .selectFrom('webhooks')
      .where('id', '=', webhookId)
      .select(
        sql<boolean>`failing_since is not null and (last_delivered_at is null
          or last_delivered_at < now() - make_interval(secs => ${elapsedMs / 1000}::float8))`.as(
          'isFailing',
        ),
      )
      .executeTakeFirst();
    return found?.isFailing === true;
  }

  async #log(
    trx: Transaction<Tables>,
    deliveryId: string,
    number: number,
    { at, durationMs, status, error, response, responseCut }: AttemptResult,
  ): Promise<void> {
    await trx
      .insertInto('webhook_attempts')
      .values({
        ...{ number, status, error, response },
        delivery_id: deliveryId,
        at: at.toISOString(),
        duration_ms: durationMs,
        response_cut: responseCut,
      })
      .execute();
    if (number <= webhookLimits.attemptEntries) return;
    await trx
      .deleteFrom('webhook_attempts')
      .where('delivery_id', '=', deliveryId)
      .where('number', '<=', number - webhookLimits.attemptEntries)
      .execute();
  }
}

const whileOverlapping = (column: string) => sql<string | null>`case
  when w.previous_secret_until > now() then ${sql.ref(`w.${column}`)} end`;
