import type {
  DeadLetter,
  DeadLetterParams,
  DeadLettersQuery,
  EventConsumers,
  Page,
} from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log.ts';
import type { Actor } from '../audit/current-actor.ts';
import { Database } from '../platform/database/database.ts';
import { DeadLetters } from '../platform/events/dead-letters.ts';
import { EventBus } from '../platform/events/event-bus.ts';
import { EventDispatcher } from '../platform/events/event-dispatcher.ts';
import { EventStore } from '../platform/events/event-store.ts';

/** The delivery of domain events as operators see it. */
@Injectable()
export class EventsService {
  constructor(
    private readonly database: Database,
    private readonly dispatcher: EventDispatcher,
    private readonly store: EventStore,
    private readonly bus: EventBus,
    private readonly deadLetters: DeadLetters,
    private readonly audit: AuditLog,
  ) {}

  /** Every consumer with how far it is behind now. */
  async consumers(): Promise<EventConsumers> {
    const { consumers, figures } = this.dispatcher;
    const names = consumers.map(({ name }) => name);
    const lags = names.length === 0 ? [] : await this.store.lag(names);
    const byName = new Map(lags.map((lag) => [lag.consumer, lag]));
    const items = consumers.map(({ name, events }) => {
      const lag = byName.get(name);
      const done = figures.get(name);
      return {
        consumer: name,
        events: events === 'all' ? null : [...events],
        lagRows: lag?.rows ?? 0,
        lagSeconds: lag?.seconds ?? 0,
        retrying: lag?.retrying ?? 0,
        waiting: lag?.waiting ?? 0,
        dead: lag?.dead ?? 0,
        handledTotal: done?.handled ?? 0,
        failedTotal: done?.failed ?? 0,
      };
    });
    return { position: this.bus.position, listeners: this.bus.listenerCount, items };
  }

  async list(query: DeadLettersQuery): Promise<Page<DeadLetter>> {
    return await this.deadLetters.list(query);
  }

  /** Recorded in the audit log. Throws EVENT_DEAD_LETTER_NOT_FOUND. */
  async replay(actor: Actor, letter: DeadLetterParams): Promise<void> {
    await this.database.transaction(async (trx) => {
      await this.deadLetters.replay(trx, letter);
      await this.#record(trx, actor, 'event.replayed', letter.consumer, letter.eventId);
    });
    this.dispatcher.wake();
  }

  /** The oldest thousand of one consumer; recorded in the audit log. */
  async replayAll(actor: Actor, consumer: string): Promise<number> {
    const changed = await this.database.transaction(async (trx) => {
      const count = await this.deadLetters.replayAll(trx, consumer);
      if (count > 0) await this.#record(trx, actor, 'event.replayed', consumer, null, { count });
      return count;
    });
    this.dispatcher.wake();
    return changed;
  }

  /** Recorded in the audit log. Throws EVENT_DEAD_LETTER_NOT_FOUND. */
  async discard(actor: Actor, letter: DeadLetterParams): Promise<void> {
    await this.database.transaction(async (trx) => {
      await this.deadLetters.discard(trx, letter);
      await this.#record(trx, actor, 'event.discarded', letter.consumer, letter.eventId);
    });
  }

  async #record(
    trx: Parameters<AuditLog['record']>[0],
    actor: Actor,
    action: string,
    consumer: string,
    objectId: string | null,
    facts: Record<string, unknown> = {},
  ): Promise<void> {
    const { requestId = null, ip = null } = actor;
    const details = { consumer, ...facts };
    const entry = { action, objectType: 'event', objectId, details, requestId, ip };
    await this.audit.record(trx, actor, entry);
  }
}
