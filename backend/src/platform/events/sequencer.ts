import { sql } from 'kysely';
import { advisoryLocks } from '../database/advisory-locks.ts';
import type { Database } from '../database/database.ts';
import { EVENTS_LIMITS } from './events.limits.ts';

/** Channel on which every process hears that events have got positions; the payload is the last one. */
export const POSITIONS_CHANNEL = 'lexiflow_events';

/**
 * Gives committed events their positions. One sequencer works at a time over all processes and
 * holds its lock until it has committed: so positions become visible in their order, and whoever
 * has read all up to N has missed none, although transactions end in any order.
 */
export class Sequencer {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Sequences what has none; answers how many. 0 also when another process is at it. */
  async run(): Promise<number> {
    let total = 0;
    for (;;) {
      const done = await this.#batch();
      total += done;
      if (done < EVENTS_LIMITS.sequenceRows.value) return total;
    }
  }

  async #batch(): Promise<number> {
    return await this.#database.transaction(async (trx) => {
      const lock = await sql<{ isHeld: boolean }>`select
        pg_try_advisory_xact_lock(${advisoryLocks.eventPositions}) as "isHeld"`.execute(trx);
      if (lock.rows[0]?.isHeld !== true) return 0;
      // The last digit of the key's own random part decides the lane.
      const { rows } = await sql<{ last: number; count: number }>`with fresh as (
          select id from outbox where position is null order by seq
          limit ${EVENTS_LIMITS.sequenceRows.value}),
        numbered as materialized (
          select o.id, nextval('outbox_positions') as position,
            ('x' || right(coalesce(o.case_id, o.aggregate_id)::text, 1))::bit(4)::integer
              % ${EVENTS_LIMITS.lanes.value}::integer as lane
          from (select outbox.* from outbox join fresh using (id) order by seq) as o),
        placed as (
          update outbox set position = n.position, lane = n.lane, dispatched_at = now()
          from numbered as n where n.id = outbox.id returning outbox.position)
        select max(position) as last, count(*)::int as count from placed`.execute(trx);
      const { last = 0, count = 0 } = rows[0] ?? {};
      if (count > 0)
        await sql`select pg_notify(${POSITIONS_CHANNEL}, ${String(last)})`.execute(trx);
      return count;
    });
  }
}
