import { sql } from 'kysely';
import type { Transaction } from 'kysely';
import { isConnectionLost } from '../database/database-failure.ts';
import type { Database } from '../database/database.ts';
import type { Tables } from '../database/tables.ts';
import { AppError } from '../errors/define-error.ts';
import { errorText } from '../jobs/error-text.ts';
import type { EventConsumer } from './event-consumer.ts';
import type { EventStore, Failure, FailedEvent, Lane, LaneSpan } from './event-store.ts';
import { eventErrors } from './events.errors.ts';
import { EVENTS_LIMITS } from './events.limits.ts';
import { retryDelayMs, type Backoff } from './retry-delay.ts';
import { orderKey, type StoredEvent } from './stored-event.ts';

/** What one turn did. `isBusy`: another process works on the lane. */
export interface TurnResult {
  readonly isBusy: boolean;
  readonly handled: number;
  readonly failed: number;
  readonly dead: number;
}

/** How failed events are tried again; tests shorten it. */
export interface RetryPolicy extends Backoff {
  readonly attempts: number;
  /** Time one consumer may take over one event. */
  readonly handleMs: number;
}

/** The retry policy of the server. */
export const retryPolicy: RetryPolicy = {
  attempts: EVENTS_LIMITS.attempts.value,
  firstMs: EVENTS_LIMITS.retryMs.value,
  maxMs: EVENTS_LIMITS.retryMaxMs.value,
  handleMs: EVENTS_LIMITS.handleMs.value,
};

/** A failure after which the whole turn is undone: it is recorded in a transaction of its own. */
class TurnBroken extends Error {
  readonly event: StoredEvent;
  readonly attempts: number;

  constructor(event: StoredEvent, attempts: number, cause: unknown) {
    super('the turn is undone', { cause });
    this.event = event;
    this.attempts = attempts;
  }
}

/** Two statements in one message: what came before is kept, and a failure goes back to here. */
const NEXT_SAVEPOINT = 'release savepoint event; savepoint event';

/** What one turn has gathered to write at its end. */
interface Ledger {
  handled: string[];
  handledNow: number;
  failures: Failure[];
}

const busy: TurnResult = { isBusy: true, handled: 0, failed: 0, dead: 0 };

/**
 * Works on one lane of one consumer, in one short transaction that holds the lane's cursor row:
 * retries that are due with the events behind them, then new events. Each event is handled in a
 * savepoint; its mark commits with what its handler wrote. So a turn that dies has done nothing.
 */
export class DeliveryTurn {
  readonly #database: Database;
  readonly #store: EventStore;
  readonly #policy: RetryPolicy;

  constructor(database: Database, store: EventStore, policy: RetryPolicy = retryPolicy) {
    this.#database = database;
    this.#store = store;
    this.#policy = policy;
  }

  /** Runs one turn. Rejects when the database fails; what a consumer throws is recorded instead. */
  async run(consumer: EventConsumer, lane: Lane, hasDue: boolean): Promise<TurnResult> {
    try {
      return await this.#database.transaction((trx) => this.#work(trx, consumer, lane, hasDue));
    } catch (error) {
      if (!(error instanceof TurnBroken)) throw error;
      const failure = this.#failure(error.event, error.attempts, error.cause);
      return await this.#database.transaction((trx) => this.#recordBroken(trx, lane, failure));
    }
  }

  // Another process may have had the lane meanwhile, and handled the event: then nothing failed.
  async #recordBroken(trx: Transaction<Tables>, lane: Lane, failure: Failure): Promise<TurnResult> {
    const cursor = await this.#store.lock(trx, lane);
    if (cursor === null) return busy;
    const { id, position } = failure.event;
    if (position <= cursor.from && !(await this.#store.isFailed(trx, lane.consumer, id)))
      return { isBusy: false, handled: 0, failed: 0, dead: 0 };
    await this.#store.saveFailures(trx, lane, [failure]);
    return { isBusy: false, handled: 0, failed: 1, dead: failure.state === 'dead' ? 1 : 0 };
  }

  async #work(
    trx: Transaction<Tables>,
    consumer: EventConsumer,
    lane: Lane,
    hasDue: boolean,
  ): Promise<TurnResult> {
    const cursor = await this.#store.lock(trx, lane);
    if (cursor === null) return busy;
    const deadlineMs = performance.now() + EVENTS_LIMITS.turnMs.value;
    const ledger: Ledger = { handled: [], handledNow: 0, failures: [] };
    await sql`savepoint event`.execute(trx);
    if (hasDue) await this.#retry(trx, consumer, lane, cursor, ledger, deadlineMs);
    const position = await this.#takeNew(trx, consumer, lane, cursor, ledger, deadlineMs);
    await this.#store.saveFailures(trx, lane, ledger.failures);
    if (position !== cursor.from) await this.#store.moveCursor(trx, lane, position);
    const { failures } = ledger;
    return {
      isBusy: false,
      handled: ledger.handledNow,
      failed: failures.filter(({ state }) => state !== 'waiting').length,
      dead: failures.filter(({ state }) => state === 'dead').length,
    };
  }

  async #retry(
    trx: Transaction<Tables>,
    consumer: EventConsumer,
    lane: Lane,
    { from }: LaneSpan,
    ledger: Ledger,
    deadlineMs: number,
  ): Promise<void> {
    const chains = Map.groupBy(await this.#store.dueChains(trx, lane, from), ({ key }) => key);
    for (const chain of chains.values()) {
      for (const event of chain) {
        if (performance.now() > deadlineMs) break;
        const failure = await this.#handle(trx, consumer, event, event.attempts);
        if (failure === null) ledger.handled.push(event.id);
        else ledger.failures.push(failure);
        // The later ones of its key wait on, unless it is given up.
        if (failure?.state === 'retry') break;
      }
    }
    ledger.handledNow += ledger.handled.length;
    if (chains.size === 0) return;
    await this.#store.saveFailures(trx, lane, ledger.failures.splice(0));
    await this.#store.settleChains(trx, lane, ledger.handled, [...chains.keys()]);
    // A new event that fails must not undo what was just written.
    await sql.raw(NEXT_SAVEPOINT).execute(trx);
  }

  /** Answers the position up to which everything is handled or recorded as failed. */
  async #takeNew(
    trx: Transaction<Tables>,
    consumer: EventConsumer,
    lane: Lane,
    { from, upTo }: LaneSpan,
    ledger: Ledger,
    deadlineMs: number,
  ): Promise<number> {
    if (from >= upTo) return from;
    const events = await this.#store.next(trx, lane, { from, upTo }, consumer.events);
    if (events.length === 0) return upTo;
    const keys = [...new Set(events.map(orderKey))];
    const blocked = await this.#store.blockedKeys(trx, lane, keys);
    let position = from;
    for (const event of events) {
      if (performance.now() > deadlineMs && position > from) return position;
      position = event.position;
      // It broke a turn: now that the cursor comes past it, it is tried again as a failed one.
      if (event.failure !== null) continue;
      const key = orderKey(event);
      const failure = blocked.has(key)
        ? ({ event, key, state: 'waiting', attempts: 0, delayMs: 0, error: null } as const)
        : await this.#handle(trx, consumer, event, 0);
      if (failure === null) ledger.handledNow += 1;
      else ledger.failures.push(failure);
      if (failure?.state === 'retry') blocked.add(key);
    }
    return position;
  }

  /** Null when it was handled. The savepoint `event` stands before and after. */
  async #handle(
    trx: Transaction<Tables>,
    consumer: EventConsumer,
    event: StoredEvent,
    attempts: number,
  ): Promise<Failure | null> {
    const { promise: late, resolve } = Promise.withResolvers<'late'>();
    const timer = setTimeout(() => resolve('late'), this.#policy.handleMs);
    try {
      const outcome = await Promise.race([consumer.handle(event, trx), late]);
      // Its handler may still hold the transaction: that is undone, and the handler finds it closed.
      if (outcome === 'late')
        throw new TurnBroken(event, attempts, eventErrors.handlerTimedOut(consumer.name));
      await sql.raw(NEXT_SAVEPOINT).execute(trx);
      return null;
    } catch (error) {
      if (error instanceof TurnBroken || isOutage(error)) throw error;
      await sql`rollback to savepoint event`.execute(trx);
      return this.#failure(event, attempts, error);
    } finally {
      clearTimeout(timer);
    }
  }

  #failure(event: StoredEvent | FailedEvent, before: number, error: unknown): Failure {
    const attempts = before + 1;
    return {
      event,
      key: orderKey(event),
      state: attempts >= this.#policy.attempts ? 'dead' : 'retry',
      attempts,
      delayMs: retryDelayMs(attempts, this.#policy),
      error: errorText(error),
    };
  }
}

/** The database is away: nobody's event is at fault. */
function isOutage(error: unknown): boolean {
  if (isConnectionLost(error)) return true;
  return error instanceof AppError && error.code.startsWith('DB_') && error.spec.status === 503;
}
