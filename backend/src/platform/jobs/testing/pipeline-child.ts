import { createGovernor } from '@lexiflow/memory';
import { sql } from 'kysely';
import { pino } from 'pino';
import * as z from 'zod/mini';
import { newId } from '../../database/id.ts';
import { openDatabase } from '../../database/open-database.ts';
import { ErrorReporter } from '../../errors/error-reporter.ts';
import { ChangeFeed } from '../../events/change-feed.ts';
import { EventBus } from '../../events/event-bus.ts';
import { EventDispatcher } from '../../events/event-dispatcher.ts';
import { EventStore } from '../../events/event-store.ts';
import { recordMany } from '../../events/testing/open-events.ts';
import { defineJob } from '../define-job.ts';
import { JobQueue } from '../job-queue.ts';
import { recoverJobs } from './recover-jobs.ts';

// A process of its own that a test kills: each event becomes a job in the transaction of its mark,
// each job an effect in the transaction of its end. Counting the effects shows what was lost or
// doubled. Arguments: URL or folder, how many events to record first.
const [where = '', events = '0'] = process.argv.slice(2);
const isServer = where.startsWith('postgres');
const database = await openDatabase({
  url: isServer ? where : null,
  dataDir: where,
  poolMin: 0,
  poolMax: 6,
  idleTimeoutMs: 1_000,
});
await sql`create table if not exists effects (event_id uuid not null)`.execute(database.db);
const governor = createGovernor();
const reporter = new ErrorReporter(pino({ level: 'error' }, process.stderr as never));
const feed = new ChangeFeed(database);
const effect = defineJob({
  name: 'test.effect',
  schema: z.object({ eventId: z.uuid() }),
  timeoutMs: 10_000,
  concurrency: 4,
  retry: { limit: 3, delaySeconds: 0 },
});
const queue = await JobQueue.open({
  database,
  feed,
  memory: governor,
  reporter,
  definitions: [effect],
});
queue.handle(effect, (job) =>
  database.transaction(async (trx) => {
    await sql`insert into effects (event_id) values (${job.data.eventId})`.execute(trx);
    await job.completeIn(trx);
  }),
);
const store = new EventStore(database);
const bus = new EventBus(store, reporter);
const parts = { database, store, feed, bus, memory: governor, reporter };
const dispatcher = new EventDispatcher(parts);
dispatcher.register({
  name: 'pipeline',
  events: 'all',
  handle: async (event, trx) => void (await queue.send(trx, effect, { eventId: event.id })),
});
await dispatcher.start();
const count = Number(events);
const keys = Array.from({ length: 20 }, () => newId());
// Alone on its database, what is still marked as running belongs to a process that was killed.
if (!isServer) await recoverJobs(database, queue.store);
queue.start();
if (count > 0) await recordMany(database, count, keys);
setInterval(() => {
  sql<{ effects: number; distinct: number }>`select count(*)::int as effects,
      count(distinct event_id)::int as distinct from effects`
    .execute(database.db)
    .then(({ rows }) => process.stdout.write(`${JSON.stringify(rows[0])}\n`))
    .catch(() => undefined);
}, 25);
