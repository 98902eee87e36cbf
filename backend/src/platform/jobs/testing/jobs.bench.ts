import { createGovernor } from '@lexiflow/memory';
import { pino } from 'pino';
import * as z from 'zod/mini';
import type { Database, DatabaseKind } from '../../database/database.ts';
import { newId } from '../../database/id.ts';
import { openTestDatabase, testDatabaseUrl } from '../../database/testing/open-test-database.ts';
import { ErrorReporter } from '../../errors/error-reporter.ts';
import { ChangeFeed } from '../../events/change-feed.ts';
import { openEvents, recordMany, type TestEvents } from '../../events/testing/open-events.ts';
import { defineJob } from '../define-job.ts';
import { JobQueue } from '../job-queue.ts';

// Jobs and events through the whole path, on both databases: rounds taken in turn, medians.
const rounds = 5;
const jobs = 2_000;
const singles = 100;
const events = 2_000;

const empty = defineJob({
  name: 'bench.empty',
  schema: z.object({ n: z.number() }),
  timeoutMs: 10_000,
  concurrency: 12,
  priority: 'high',
});

interface Side {
  readonly kind: DatabaseKind;
  readonly database: Database;
  readonly feed: ChangeFeed;
  readonly queue: JobQueue;
  readonly events: TestEvents;
  readonly figures: Map<string, number[]>;
  onRun: () => void;
}

async function open(kind: DatabaseKind): Promise<Side> {
  const database = await openTestDatabase({ kind });
  const feed = new ChangeFeed(database);
  const reporter = new ErrorReporter(pino());
  const memory = createGovernor();
  const queue = await JobQueue.open({ database, feed, memory, reporter, definitions: [empty] });
  const side: Side = {
    kind,
    database,
    feed,
    queue,
    events: await openEvents(database, [
      { name: 'bench', events: 'all', handle: async () => side.onRun() },
    ]),
    figures: new Map(),
    onRun: () => undefined,
  };
  queue.handle(empty, async () => side.onRun());
  queue.start();
  return side;
}

/** Resolves when the handlers were called so often. */
function calls(side: Side, count: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let left = count;
  side.onRun = () => void (--left === 0 && resolve());
  return promise;
}

async function round(side: Side): Promise<void> {
  const add = (name: string, value: number): void => {
    side.figures.set(name, [...(side.figures.get(name) ?? []), value]);
  };
  const perSecond = async (
    name: string,
    count: number,
    work: Promise<unknown>[],
  ): Promise<void> => {
    const startedMs = performance.now();
    await Promise.all(work);
    add(name, (count * 1000) / (performance.now() - startedMs));
  };
  side.queue.runner.pause();
  const ran = calls(side, jobs);
  const batch = Array.from({ length: jobs / 2 }, (_, n) => ({ data: { n } }));
  await perSecond('jobs sent/s, 1,000 in a call', jobs, [
    side.queue.sendAll(null, empty, batch).then(() => side.queue.sendAll(null, empty, batch)),
  ]);
  side.queue.runner.resume();
  await perSecond('jobs run/s, empty handler', jobs, [ran]);
  const waits: number[] = [];
  for (let n = 0; n < singles; n += 1) {
    const called = calls(side, 1);
    const startedMs = performance.now();
    await side.queue.send(null, empty, { n });
    await called;
    waits.push(performance.now() - startedMs);
  }
  waits.sort((a, b) => a - b);
  add('ms from send to handler, p50', waits[Math.floor(singles * 0.5)] ?? 0);
  add('ms from send to handler, p95', waits[Math.floor(singles * 0.95)] ?? 0);
  const keys = Array.from({ length: 100 }, () => newId());
  const heard = calls(side, events);
  await perSecond('events recorded and delivered/s', events, [
    recordMany(side.database, events, keys),
    heard,
  ]);
}

const kinds: DatabaseKind[] = testDatabaseUrl === null ? ['embedded'] : ['embedded', 'postgres'];
const sides = await Promise.all(kinds.map(open));
for (let n = 0; n < rounds; n += 1) for (const side of sides) await round(side);
const shown = (values: readonly number[] = []): string => {
  const sorted = values.toSorted((a, b) => a - b);
  const text = (value = 0): string => (value >= 100 ? String(Math.round(value)) : value.toFixed(1));
  return `${text(sorted[rounds >> 1])} (${text(sorted[0])}–${text(sorted.at(-1))})`;
};
const names = [...(sides[0]?.figures.keys() ?? [])];
const rows = names.map((figure) => ({
  figure,
  ...Object.fromEntries(sides.map(({ kind, figures }) => [kind, shown(figures.get(figure))])),
}));
for (const { queue, feed, events: opened, database } of sides) {
  await queue.stop();
  await opened.stop();
  await feed.onApplicationShutdown();
  await database.close();
}
if (process.argv.includes('--json'))
  console.log(JSON.stringify({ title: 'Jobs and events', rows }));
else console.table(rows);
