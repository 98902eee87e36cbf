import { createGovernor } from '@lexiflow/memory';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { Database } from '../database/database.ts';
import { newId } from '../database/id.ts';
import { openTestDatabase } from '../database/testing/open-test-database.ts';
import { ErrorReporter } from '../errors/error-reporter.ts';
import { ChangeFeed } from '../events/change-feed.ts';
import { removeOldEvents } from '../events/clean-up-events.ts';
import { EventStore } from '../events/event-store.ts';
import { Sequencer } from '../events/sequencer.ts';
import { recordMany } from '../events/testing/open-events.ts';
import { cleanUpJobs, removeOldJobs } from './clean-up-jobs.ts';
import { defineJob } from './define-job.ts';
import { JobQueue } from './job-queue.ts';

const kept = defineJob({
  name: 'test.kept',
  schema: z.object({}),
  timeoutMs: 1_000,
  cron: '0 3 * * *',
});

describe('clean-up', () => {
  let database: Database;
  let feed: ChangeFeed;
  const { signal } = new AbortController();

  beforeAll(async () => {
    database = await openTestDatabase();
    feed = new ChangeFeed(database);
  });
  afterAll(async () => {
    await feed.onApplicationShutdown();
    await database.close();
  });

  const openQueue = (...definitions: Parameters<JobQueue['handle']>[0][]): Promise<JobQueue> => {
    const reporter = new ErrorReporter(pino({ enabled: false }));
    return JobQueue.open({ database, feed, memory: createGovernor(), reporter, definitions });
  };
  const count = async (table: string): Promise<number> => {
    const { rows } = await sql<{ count: number }>`select count(*)::int as count
      from ${sql.table(table)}`.execute(database.db);
    return rows[0]?.count ?? 0;
  };

  it('removes jobs that ended long ago, and keeps those that wait or failed', async () => {
    const queue = await openQueue(kept);
    for (let index = 0; index < 4; index++) await queue.send(null, kept, {});
    await queue.stop();
    const states = ['completed', 'completed', 'failed', 'created'];
    const { rows } = await sql<{ id: string }>`select id from pgboss.job where name = 'test.kept'
      order by id`.execute(database.db);
    for (const [index, { id }] of rows.entries()) {
      const hours = index === 1 ? 0 : 2;
      await sql`update pgboss.job set state = ${states[index]}::pgboss.job_state,
        completed_on = now() - make_interval(hours => ${hours}::int) where id = ${id}`.execute(
        database.db,
      );
    }
    expect(await removeOldJobs(database, signal)).toBe(1);
    const left = await sql<{ state: string }>`select state::text from pgboss.job
      where name = 'test.kept' order by id`.execute(database.db);
    expect(left.rows.map(({ state }) => state)).toEqual(['completed', 'failed', 'created']);
  });

  it('keeps one schedule for each definition that has one, and takes it off when it is gone', async () => {
    const schedules = async (): Promise<unknown[]> =>
      (await sql`select name, cron from pgboss.schedule order by name`.execute(database.db)).rows;
    const both = await openQueue(kept, cleanUpJobs);
    const again = await openQueue(kept, cleanUpJobs);
    expect(await schedules()).toEqual([
      { name: 'jobs.clean-up', cron: '17 * * * *' },
      { name: 'test.kept', cron: '0 3 * * *' },
    ]);
    expect(both.nextRun('0 3 * * *')).toMatch(/T03:00:00.000Z$/);
    const one = await openQueue({ ...kept, cron: null }, cleanUpJobs);
    expect(await schedules()).toHaveLength(1);
    for (const queue of [both, again, one]) await queue.stop();
  });

  it('removes old events of no case once every consumer has come past them', async () => {
    const store = new EventStore(database);
    await store.ensureCursors('slow');
    await recordMany(database, 4, [newId()]);
    await sql`insert into outbox (id, type, aggregate_type, aggregate_id, actor_name, at)
      select gen_random_uuid(), 'party.created', 'party', gen_random_uuid(), 'test',
        now() - make_interval(days => given.age)
      from unnest(array[1, 100, 100, 100]) as given (age)`.execute(database.db);
    await new Sequencer(database).run();
    expect(await removeOldEvents(database, ['slow'], signal)).toBe(0);
    await sql`update event_cursors set position = 1000`.execute(database.db);
    await sql`insert into event_failures (consumer, event_id, lane, position, key, state)
      select 'slow', id, lane, position, aggregate_id, 'dead' from outbox
      where type = 'party.created' and at < now() - interval '90 days' limit 1`.execute(
      database.db,
    );
    expect(await removeOldEvents(database, ['slow'], signal)).toBe(2);
    // Four of a case, one of today, one that somebody still may replay.
    expect(await count('outbox')).toBe(6);
  });
});
