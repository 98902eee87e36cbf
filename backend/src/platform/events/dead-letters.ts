import type { DeadLetter, DeadLetterParams, DeadLettersQuery, Page } from '@lexiflow/contracts';
import { sql } from 'kysely';
import type { Transaction } from 'kysely';
import type { Database } from '../database/database.ts';
import { keysetPage, type Keyset } from '../database/keyset.ts';
import type { Tables } from '../database/tables.ts';
import { eventErrors } from './events.errors.ts';
import { EVENTS_LIMITS } from './events.limits.ts';

const newestFirst: Keyset = {
  name: 'dead-letters',
  isDescending: true,
  columns: [
    { expression: sql`event_failures.failed_at`, type: 'timestamptz' },
    { expression: sql`event_failures.event_id`, type: 'uuid' },
    { expression: sql`event_failures.consumer`, type: 'text' },
  ],
};

/** Events that a consumer has given up: listed, tried again or removed by people. */
export class DeadLetters {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async list(query: DeadLettersQuery): Promise<Page<DeadLetter>> {
    const rows = this.#filtered(query)
      .innerJoin('outbox', 'outbox.id', 'event_failures.event_id')
      .select([
        'event_failures.consumer',
        'event_failures.event_id as eventId',
        'event_failures.position',
        'outbox.type',
        'outbox.aggregate_type as aggregateType',
        'outbox.aggregate_id as aggregateId',
        'outbox.case_id as caseId',
        'outbox.at',
        'event_failures.attempts',
        'event_failures.failed_at as failedAt',
        'event_failures.error',
      ]);
    const page = await keysetPage(rows, newestFirst, query);
    const items = { items: page.rows as DeadLetter[], nextCursor: page.nextCursor };
    if (!query.count) return items;
    const { total } = await this.#filtered(query)
      .select(sql<number>`count(*)::int`.as('total'))
      .executeTakeFirstOrThrow();
    return { ...items, total };
  }

  /** How many events each consumer gave up after an instant, and the last of these. */
  async givenUpSince(at: string): Promise<{ consumer: string; count: number; lastAt: string }[]> {
    const { rows } = await sql<{ consumer: string; count: number; lastAt: string }>`select
        consumer, count(*)::int as count, max(failed_at) as "lastAt" from event_failures
      where state = 'dead' and failed_at > ${at}::timestamptz
      group by consumer order by consumer`.execute(this.#database.db);
    return rows;
  }

  /**
   * Lets a consumer try an event again, with all its tries; later events of its case wait for it.
   * What they changed meanwhile is not undone. Throws EVENT_DEAD_LETTER_NOT_FOUND.
   */
  async replay(trx: Transaction<Tables>, { consumer, eventId }: DeadLetterParams): Promise<void> {
    const { numAffectedRows } = await sql`update event_failures
      set state = 'retry', attempts = 0, next_at = now()
      where consumer = ${consumer} and event_id = ${eventId} and state = 'dead'`.execute(trx);
    if (numAffectedRows !== 1n) throw eventErrors.deadLetterNotFound();
  }

  /** The same for the oldest thousand of a consumer; answers how many. */
  async replayAll(trx: Transaction<Tables>, consumer: string): Promise<number> {
    const { numAffectedRows = 0n } = await sql`update event_failures
      set state = 'retry', attempts = 0, next_at = now()
      where consumer = ${consumer} and state = 'dead' and event_id in (
        select event_id from event_failures where consumer = ${consumer} and state = 'dead'
        order by position limit ${EVENTS_LIMITS.replayRows.value})`.execute(trx);
    return Number(numAffectedRows);
  }

  /** Takes an event off: the consumer never gets it. Throws EVENT_DEAD_LETTER_NOT_FOUND. */
  async discard(trx: Transaction<Tables>, { consumer, eventId }: DeadLetterParams): Promise<void> {
    const { numDeletedRows } = await trx
      .deleteFrom('event_failures')
      .where('consumer', '=', consumer)
      .where('event_id', '=', eventId)
      .where('state', '=', 'dead')
      .executeTakeFirst();
    if (numDeletedRows === 0n) throw eventErrors.deadLetterNotFound();
  }

  #filtered({ consumer }: Pick<DeadLettersQuery, 'consumer'>) {
    const query = this.#database.db
      .selectFrom('event_failures')
      .where('event_failures.state', '=', 'dead');
    return consumer === undefined ? query : query.where('event_failures.consumer', '=', consumer);
  }
}
