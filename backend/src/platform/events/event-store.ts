import { sql } from 'kysely';
import type { Transaction } from 'kysely';
import type { Database } from '../database/database.ts';
import type { Tables } from '../database/tables.ts';
import { EVENTS_LIMITS } from './events.limits.ts';
import type { StoredEvent } from './stored-event.ts';

/** One lane of one consumer: what one turn works on. */
export interface Lane {
  readonly consumer: string;
  readonly lane: number;
}

/** A lane with something to do, or that will have at `dueInMs`. */
export interface LaneState extends Lane {
  readonly hasNew: boolean;
  readonly hasDue: boolean;
  /** Until its next retry, in ms; null without one. */
  readonly dueInMs: number | null;
}

/** An event after the cursor. `failure`: it broke a turn before the cursor came past it. */
export interface NewEvent extends StoredEvent {
  readonly failure: 'waiting' | 'retry' | 'dead' | null;
}

/** An event that failed before, with how often. */
export interface FailedEvent extends StoredEvent {
  readonly key: string;
  readonly attempts: number;
}

/** What a lane's consumer has behind it and what there is: positions after `from` up to `upTo`. */
export interface LaneSpan {
  readonly from: number;
  readonly upTo: number;
}

/** What becomes of an event that was not handled. */
export interface Failure {
  readonly event: StoredEvent;
  readonly key: string;
  readonly state: 'waiting' | 'retry' | 'dead';
  readonly attempts: number;
  readonly delayMs: number;
  readonly error: string | null;
}

/** How far a consumer is behind. */
export interface ConsumerLag {
  readonly consumer: string;
  readonly rows: number;
  readonly seconds: number;
  readonly retrying: number;
  readonly waiting: number;
  readonly dead: number;
}

const columns = sql`o.id, o.position, o.type, o.aggregate_type as "aggregateType",
  o.aggregate_id as "aggregateId", o.case_id as "caseId", o.at, o.actor_id as "actorId",
  o.actor_name as "actorName", o.payload`;

type Trx = Transaction<Tables>;

/** SQL of the delivery of events. */
export class EventStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Makes the cursors of a consumer that has none: it begins with what comes next. */
  async ensureCursors(consumer: string): Promise<void> {
    await sql`insert into event_cursors (consumer, lane, position)
      select ${consumer}, lane, (select coalesce(max(position), 0) from outbox)
      from generate_series(0, ${EVENTS_LIMITS.lanes.value - 1}::int) as lane
      on conflict do nothing`.execute(this.#database.db);
  }

  /** Every lane of these consumers that has, or will have, something to do. One statement. */
  async lanes(consumers: readonly string[]): Promise<LaneState[]> {
    const { rows } = await sql<LaneState>`select * from (select c.consumer, c.lane,
        exists (select 1 from outbox as o
          where o.lane = c.lane and o.position > c.position) as "hasNew",
        coalesce(next.at <= now(), false) as "hasDue",
        (extract(epoch from next.at - now()) * 1000)::float8 as "dueInMs"
      from event_cursors as c
      left join lateral (select min(f.next_at) as at from event_failures as f
        where f.consumer = c.consumer and f.lane = c.lane and f.state = 'retry') as next on true
      where c.consumer in (${sql.join(consumers)})) as found
      where "hasNew" or "dueInMs" is not null order by consumer, lane`.execute(this.#database.db);
    return rows;
  }

  /** Locks a lane until the transaction ends; null when another process works on it. */
  async lock(trx: Trx, { consumer, lane }: Lane): Promise<LaneSpan | null> {
    const { rows } = await sql<LaneSpan>`select position as "from",
        (select coalesce(max(position), 0) from outbox) as "upTo"
      from event_cursors where consumer = ${consumer} and lane = ${lane}
      for update skip locked`.execute(trx);
    return rows[0] ?? null;
  }

  /** The next events of a lane after `from`, bounded in rows and bytes. */
  async next(
    trx: Trx,
    { consumer, lane }: Lane,
    { from, upTo }: LaneSpan,
    types: readonly string[] | 'all',
  ): Promise<NewEvent[]> {
    const wanted = types === 'all' ? sql`true` : sql`o.type in (${sql.join(types)})`;
    const { rows } = await sql<NewEvent>`select found.*, f.state as "failure" from (
        select ${columns}, sum(octet_length(o.payload::text)) over (order by o.position) as bytes,
          row_number() over (order by o.position) as number
        from (select * from outbox as o where o.lane = ${lane} and o.position > ${from}
          and o.position <= ${upTo} and ${wanted}
          order by o.position limit ${EVENTS_LIMITS.turnRows.value}) as o) as found
      left join event_failures as f on f.consumer = ${consumer} and f.event_id = found.id
      where number = 1 or bytes <= ${EVENTS_LIMITS.turnBytes.value}
      order by found.position`.execute(trx);
    return rows;
  }

  /** Of these keys, those with an event that has not been handled and is not dead. */
  async blockedKeys(trx: Trx, { consumer, lane }: Lane, keys: string[]): Promise<Set<string>> {
    const { rows } = await sql<{ key: string }>`select distinct key from event_failures
      where consumer = ${consumer} and lane = ${lane} and state <> 'dead'
        and key = any(${keys}::uuid[])`.execute(trx);
    return new Set(rows.map(({ key }) => key));
  }

  /**
   * The chains behind the retries that are due: each key's events in their order. None of an event
   * after the cursor at `from`: its row is what keeps it from being taken as new.
   */
  async dueChains(trx: Trx, { consumer, lane }: Lane, from: number): Promise<FailedEvent[]> {
    const { rows } = await sql<FailedEvent>`with due as (
        select key from event_failures
        where consumer = ${consumer} and lane = ${lane} and state = 'retry' and next_at <= now()
          and position <= ${from}
        group by key order by min(next_at) limit ${EVENTS_LIMITS.chains.value})
      select ${columns}, f.key, f.attempts from due
      cross join lateral (select * from event_failures as e
        where e.consumer = ${consumer} and e.lane = ${lane} and e.key = due.key
          and e.state <> 'dead' and e.position <= ${from}
        order by e.position limit ${EVENTS_LIMITS.chainRows.value}) as f
      join outbox as o on o.id = f.event_id
      order by f.key, f.position`.execute(trx);
    return rows;
  }

  async saveFailures(
    trx: Trx,
    { consumer, lane }: Lane,
    failures: readonly Failure[],
  ): Promise<void> {
    if (failures.length === 0) return;
    const rows = failures.map(({ event, key, state, attempts, delayMs, error }) => ({
      event_id: event.id,
      position: event.position,
      key,
      state,
      attempts,
      delay_ms: delayMs,
      error,
    }));
    await sql`insert into event_failures
        (consumer, event_id, lane, position, key, state, attempts, next_at, error, failed_at)
      select ${consumer}, event_id, ${lane}::int, position, key, state, attempts,
        case when state = 'retry' then clock_timestamp() + delay_ms * interval '1 ms' end,
        error, case when state <> 'waiting' then clock_timestamp() end
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (event_id uuid,
        position bigint, key uuid, state text, attempts int, delay_ms float8, error text)
      on conflict (consumer, event_id) do update set state = excluded.state,
        attempts = excluded.attempts, next_at = excluded.next_at, error = excluded.error,
        failed_at = excluded.failed_at`.execute(trx);
  }

  /** Whether an event stands among the failures of a consumer. */
  async isFailed(trx: Trx, consumer: string, eventId: string): Promise<boolean> {
    const { rows } = await sql`select 1 from event_failures
      where consumer = ${consumer} and event_id = ${eventId}`.execute(trx);
    return rows.length > 0;
  }

  /** Takes handled events off, and puts the next event of each of these keys at the head. */
  async settleChains(
    trx: Trx,
    { consumer, lane }: Lane,
    handled: readonly string[],
    keys: readonly string[],
  ): Promise<void> {
    if (handled.length > 0)
      await sql`delete from event_failures where consumer = ${consumer}
        and event_id = any(${handled}::uuid[])`.execute(trx);
    await sql`update event_failures as f set state = 'retry', next_at = now()
      from unnest(${keys}::uuid[]) as given (key)
      cross join lateral (select e.event_id, e.state from event_failures as e
        where e.consumer = ${consumer} and e.lane = ${lane} and e.key = given.key
          and e.state <> 'dead' order by e.position limit 1) as head
      where f.consumer = ${consumer} and f.event_id = head.event_id
        and head.state = 'waiting'`.execute(trx);
  }

  async moveCursor(trx: Trx, { consumer, lane }: Lane, position: number): Promise<void> {
    await sql`update event_cursors set position = ${position}, moved_at = now()
      where consumer = ${consumer} and lane = ${lane}`.execute(trx);
  }

  /** Events after a position, in order, for the listeners of this process. */
  async after(position: number, limit: number): Promise<StoredEvent[]> {
    const { rows } = await sql<StoredEvent>`select ${columns} from outbox as o
      where o.position > ${position} order by o.position limit ${limit}`.execute(this.#database.db);
    return rows;
  }

  /** The last position there is; 0 before the first event. */
  async lastPosition(): Promise<number> {
    const { rows } = await sql<{ last: number }>`select coalesce(max(position), 0) as last
      from outbox`.execute(this.#database.db);
    return rows[0]?.last ?? 0;
  }

  /** How far these consumers are behind; counted up to the bound in each lane. */
  async lag(consumers: readonly string[]): Promise<ConsumerLag[]> {
    const bound = EVENTS_LIMITS.lagRows.value;
    const { rows } = await sql<ConsumerLag>`select c.consumer,
        sum(behind.rows)::int as rows,
        greatest(0, coalesce(max(extract(epoch from now() - behind.oldest)), 0))::float8 as seconds,
        (select count(*) from event_failures f
          where f.consumer = c.consumer and f.state = 'retry')::int as retrying,
        (select count(*) from event_failures f
          where f.consumer = c.consumer and f.state = 'waiting')::int as waiting,
        (select count(*) from event_failures f
          where f.consumer = c.consumer and f.state = 'dead')::int as dead
      from event_cursors as c
      cross join lateral (select count(*) as rows, min(at) as oldest from (
        select o.at from outbox as o where o.lane = c.lane and o.position > c.position
        order by o.position limit ${bound}) as found) as behind
      where c.consumer in (${sql.join(consumers)}) group by c.consumer`.execute(this.#database.db);
    return rows;
  }
}
