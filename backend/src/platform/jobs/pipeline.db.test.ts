import { spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { createGovernor } from '@lexiflow/memory';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Database } from '../database/database.ts';
import { readMigrations } from '../database/migrations/migration-file.ts';
import { makePool } from '../database/open-database.ts';
import { openTestServer, testDatabaseUrl } from '../database/testing/open-test-database.ts';
import { migratedTemplate } from '../database/testing/test-template.ts';
import { newId } from '../database/id.ts';
import { ErrorReporter } from '../errors/error-reporter.ts';
import { ChangeFeed } from '../events/change-feed.ts';
import { recordMany } from '../events/testing/open-events.ts';
import { JobQueue } from './job-queue.ts';
import { recoverJobs } from './testing/recover-jobs.ts';

const childFile = join(import.meta.dirname, 'testing', 'pipeline-child.ts');
const total = 500;

/** What a child says of the effects so far. */
interface Progress {
  effects: number;
  distinct: number;
}

describe('events become jobs and jobs become effects', () => {
  const children: ChildProcess[] = [];

  afterEach(async () => {
    for (const child of children.splice(0)) await kill(child);
  });

  const start = (where: string, events = 0): { child: ChildProcess; progress: Progress } => {
    const child = spawn(
      process.execPath,
      ['--conditions=source', '--no-warnings', childFile, where, String(events)],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    children.push(child);
    const progress: Progress = { effects: 0, distinct: 0 };
    if (child.stdout)
      createInterface({ input: child.stdout }).on('line', (line) =>
        Object.assign(progress, JSON.parse(line)),
      );
    return { child, progress };
  };
  const until = (check: () => void | Promise<void>): Promise<void> =>
    vi.waitFor(check, { timeout: 25_000, interval: 25 });

  it('once each, when the only process is killed in the middle and started again (embedded)', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lexiflow-pipeline-'));
    try {
      // Making a new data folder would take longer than all the rest.
      const template = await migratedTemplate(await readMigrations());
      await cp(template, join(folder, 'database'), { recursive: true });
      const first = start(folder, total);
      await until(() => expect(first.progress.effects).toBeGreaterThan(50));
      await kill(first.child);
      expect(first.progress.effects).toBeLessThan(total);
      const second = start(folder);
      await until(() => expect(second.progress.distinct).toBe(total));
      // What was doubled would come now.
      await wait(200);
      expect(second.progress).toEqual({ effects: total, distinct: total });
      await kill(second.child);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }, 60_000);

  it.skipIf(testDatabaseUrl === null)(
    'once each, when one of two processes is killed in the middle (postgres)',
    async () => {
      const server = await openTestServer(await readMigrations(), 'postgres');
      const pool = makePool(server.connection, {});
      const database = new Database({ kind: 'postgres', pool, ...server });
      const feed = new ChangeFeed(database);
      const watcher = await openQueue(database, feed);
      try {
        const url = server.connection.connectionString ?? '';
        const both = [start(url), start(url)];
        await until(async () => {
          const { rows } = await sql`select from event_cursors`.execute(database.db);
          expect(rows).toHaveLength(4);
        });
        await recordMany(
          database,
          total,
          Array.from({ length: 20 }, () => newId()),
        );
        await until(() => expect(both[1]?.progress.effects).toBeGreaterThan(50));
        if (both[0]) await kill(both[0].child);
        const survivor = both[1]?.progress;
        expect(survivor?.effects).toBeLessThan(total);
        // Its jobs come back when their sign of life is missed: here half a minute is skipped.
        await until(async () => {
          await recoverJobs(database, watcher.store, 1_000);
          await wait(200);
          expect(survivor?.distinct).toBe(total);
        });
        await wait(200);
        expect(survivor).toEqual({ effects: total, distinct: total });
      } finally {
        for (const child of children.splice(0)) await kill(child);
        await watcher.stop();
        await feed.onApplicationShutdown();
        await database.close();
      }
    },
    60_000,
  );
});

/** A queue that runs nothing: it only watches over the others' jobs. */
async function openQueue(database: Database, feed: ChangeFeed): Promise<JobQueue> {
  const reporter = new ErrorReporter(pino({ enabled: false }));
  return JobQueue.open({ database, feed, memory: createGovernor(), reporter, definitions: [] });
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}
