import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import type { Tables } from '../platform/database/tables.ts';
import type { EventConsumer } from '../platform/events/event-consumer.ts';
import type { StoredEvent } from '../platform/events/stored-event.ts';
import { DeliveryMaker } from './delivery-maker.ts';
import { mayHearOf, openEvents } from './open-events.ts';
import { hearingOf } from './webhook-owner.ts';
import { WebhooksRepository, type Subscriber } from './webhooks.repository.ts';

/**
 * Makes a delivery of each event for each webhook that wants it and whose owner may see it. Short work
 * in the database of the event's turn: the rows, their jobs and the mark commit together.
 */
@Injectable()
export class WebhookFanOut implements EventConsumer {
  readonly name = 'webhooks';
  readonly events = 'all';

  constructor(
    private readonly webhooks: WebhooksRepository,
    private readonly maker: DeliveryMaker,
  ) {}

  async handle(event: StoredEvent, trx: Transaction<Tables>): Promise<void> {
    const subscribers = await this.webhooks.subscribedTo(trx, event.type);
    const hearing = await this.#hearing(trx, event, subscribers);
    const { id: eventId, type, caseId } = event;
    await this.maker.make(
      trx,
      hearing.map(({ webhookId, url }) => ({ webhookId, url, eventId, type, caseId })),
    );
  }

  /** Those whose owner may be told of the event: two statements for all of them. */
  async #hearing(
    trx: Transaction<Tables>,
    event: StoredEvent,
    subscribers: readonly Subscriber[],
  ): Promise<Subscriber[]> {
    const hearing = await hearingOf(trx, subscribers);
    const likely = hearing.filter(([, viewer]) => mayHearOf(viewer, event.type));
    if (likely.length === 0) return [];
    const isOpen = likely.map(([, viewer]) => openEvents(viewer));
    const { rows } = await sql<{ open: boolean[] }>`select array[${sql.join(isOpen)}] as open
      from outbox where outbox.id = ${event.id}`.execute(trx);
    return likely.flatMap(([subscriber], index) =>
      rows[0]?.open[index] === true ? [subscriber] : [],
    );
  }
}
