import { sql } from 'kysely';
import * as z from 'zod/mini';
import type { Database } from '../database/database.ts';
import { defineJob } from '../jobs/define-job.ts';
import type { JobQueue } from '../jobs/job-queue.ts';
import { EVENTS_LIMITS } from './events.limits.ts';

/** Removes handled events that are in no case: once a night. */
export const cleanUpEvents = defineJob({
  name: 'events.clean-up',
  schema: z.object({}),
  timeoutMs: 300_000,
  priority: 'low',
  singleton: 'waiting',
  cron: '40 2 * * *',
});

/**
 * Removes events of no case that are older than the bound, that every one of `consumers` has come
 * past, and that stand among nobody's failures; answers how many. Each statement is short.
 */
export async function removeOldEvents(
  database: Database,
  consumers: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const names = consumers.length === 0 ? [''] : consumers;
  let total = 0;
  for (;;) {
    signal.throwIfAborted();
    const { rows } = await sql<{ count: number }>`with gone as (delete from outbox where id in (
        select o.id from outbox as o
        where o.case_id is null and o.position is not null
          and o.at < now() - make_interval(days => ${EVENTS_LIMITS.keptDays.value}::int)
          and o.position <= (select coalesce(min(c.position), o.position) from event_cursors as c
            where c.consumer in (${sql.join(names)}) and c.lane = o.lane)
          and not exists (select 1 from event_failures as f where f.event_id = o.id)
        limit ${EVENTS_LIMITS.cleanUpRows.value}) returning 1)
      select count(*)::int as count from gone`.execute(database.db);
    const count = rows[0]?.count ?? 0;
    total += count;
    if (count < EVENTS_LIMITS.cleanUpRows.value) return total;
  }
}

/** Lets this process clean up when the schedule says so. */
export function handleCleanUp(
  queue: JobQueue,
  database: Database,
  consumers: () => readonly string[],
): void {
  queue.handle(cleanUpEvents, async ({ signal }) => {
    await removeOldEvents(database, consumers(), signal);
  });
}
