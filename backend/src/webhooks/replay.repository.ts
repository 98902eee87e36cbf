import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import type { Tables } from '../platform/database/tables.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import type { WaitingDelivery } from './delivery-maker.ts';
import { openEvents } from './open-events.ts';
import { webhookLimits } from './webhooks.limits.ts';
import './webhooks.schema.ts';

/** A span of events: ids are time-ordered, so a time range is a range of ids. */
export interface EventSpan {
  readonly after: string;
  readonly until: string;
}

/** Which of a webhook's events a replay takes up. */
export interface ReplayScope extends EventSpan {
  readonly webhookId: string;
  readonly owner: Viewer;
  /** Null: every type. */
  readonly events: readonly string[] | null;
}

/** SQL of replays: what of a span of events is sent again, or for the first time. */
@Injectable()
export class ReplayRepository {
  /** The last event of the next step; null when the span holds no further event. */
  async stepEnd(trx: Transaction<Tables>, { after, until }: EventSpan): Promise<string | null> {
    const { rows } = await sql<{ id: string }>`select id from (
        select id from outbox where id > ${after} and id <= ${until} and position is not null
        order by id limit ${webhookLimits.replayEntries}) as step
      order by id desc limit 1`.execute(trx);
    return rows[0]?.id ?? null;
  }

  /** Lets the deliveries of the span that stand in one of these states begin anew. */
  async restart(
    trx: Transaction<Tables>,
    { webhookId, owner, after, until }: ReplayScope,
    states: readonly string[],
  ): Promise<WaitingDelivery[]> {
    const { rows } =
      await sql<WaitingDelivery>`update webhook_deliveries as d set state = 'waiting',
        run = d.run + 1, cycle_attempts = 0, cycle_at = now(), next_attempt_at = now(), ended_at = null
      from outbox where d.webhook_id = ${webhookId} and d.event_id = outbox.id
        and outbox.id > ${after} and outbox.id <= ${until}
        and d.state = any(${states}::text[]) and ${openEvents(owner)}
      returning d.id, d.run`.execute(trx);
    return rows;
  }

  /** The events of the span that the webhook wants and that no delivery was made for. */
  async missed(
    trx: Transaction<Tables>,
    { webhookId, owner, events, after, until }: ReplayScope,
  ): Promise<{ eventId: string; type: string; caseId: string | null }[]> {
    const wanted = events === null ? sql`true` : sql`outbox.type = any(${events}::text[])`;
    const { rows } = await sql<{
      eventId: string;
      type: string;
      caseId: string | null;
    }>`select outbox.id as "eventId", outbox.type, outbox.case_id as "caseId" from outbox
      where outbox.id > ${after} and outbox.id <= ${until} and outbox.position is not null
        and ${wanted} and ${openEvents(owner)}
        and not exists (select 1 from webhook_deliveries as d
          where d.webhook_id = ${webhookId} and d.event_id = outbox.id)
      order by outbox.id`.execute(trx);
    return rows;
  }
}
