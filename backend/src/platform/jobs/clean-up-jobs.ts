import { sql } from 'kysely';
import * as z from 'zod/mini';
import type { Database } from '../database/database.ts';
import { defineJob } from './define-job.ts';
import type { JobQueue } from './job-queue.ts';
import { jobsLimits } from './jobs.limits.ts';

/** Keeps the job table small: every hour, at a minute of its own. */
export const cleanUpJobs = defineJob({
  name: 'jobs.clean-up',
  schema: z.object({}),
  timeoutMs: 120_000,
  priority: 'low',
  singleton: 'waiting',
  cron: '17 * * * *',
});

/** Removes what is past its time; answers how many rows. Each statement is short. */
export async function removeOldJobs(database: Database, signal: AbortSignal): Promise<number> {
  const finished = async (): Promise<number> =>
    await removed(
      database,
      sql`select name, id from pgboss.job where state in ('completed', 'cancelled')
        and completed_on < now() - make_interval(secs => ${jobsLimits.finishedSeconds}::float8)
        limit ${jobsLimits.cleanUpRows}`,
    );
  const tooMany = async (): Promise<number> =>
    await removed(
      database,
      sql`select name, id from (select name, id, row_number() over (order by completed_on desc)
          as number from pgboss.job where state = 'failed') as dead
        where number > ${jobsLimits.deadLetterEntries}::int limit ${jobsLimits.cleanUpRows}`,
    );
  let total = 0;
  for (const step of [finished, tooMany]) {
    for (;;) {
      signal.throwIfAborted();
      const rows = await step();
      total += rows;
      if (rows < jobsLimits.cleanUpRows) break;
    }
  }
  return total;
}

async function removed(database: Database, which: ReturnType<typeof sql>): Promise<number> {
  const { rows } = await sql<{ count: number }>`with gone as (delete from pgboss.job
      where (name, id) in (${which}) returning 1)
    select count(*)::int as count from gone`.execute(database.db);
  return rows[0]?.count ?? 0;
}

/** Lets this process clean up when the schedule says so. */
export function handleCleanUp(queue: JobQueue, database: Database): void {
  queue.handle(cleanUpJobs, async ({ signal }) => {
    await removeOldJobs(database, signal);
  });
}
