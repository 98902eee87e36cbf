import { setTimeout as wait } from 'node:timers/promises';
import { createGovernor } from '@lexiflow/memory';
import type { AbortableRegistry, Governor, MemoryHost, Pausable } from '@lexiflow/memory';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import type { Database } from '../database/database.ts';
import { openTestDatabase } from '../database/testing/open-test-database.ts';
import { ErrorReporter } from '../errors/error-reporter.ts';
import { ChangeFeed } from '../events/change-feed.ts';
import { EndedObjects } from '../testing/ended-objects.ts';
import { defineJob } from './define-job.ts';
import { JobPostponed, JobRefused } from './job.ts';
import type { JobHandler } from './job.ts';
import { JobQueue } from './job-queue.ts';
import { recoverJobs } from './testing/recover-jobs.ts';

const note = z.strictObject({ text: z.string() });
const plain = defineJob({
  name: 'test.plain',
  schema: note,
  timeoutMs: 10_000,
  concurrency: 4,
  retry: { limit: 1, delaySeconds: 0 },
});
const single = defineJob({
  name: 'test.single',
  schema: note,
  timeoutMs: 10_000,
  singleton: 'waiting',
});
const grouped = defineJob({
  name: 'test.grouped',
  schema: note,
  timeoutMs: 10_000,
  concurrency: 8,
  groupConcurrency: 1,
});
const brief = defineJob({
  name: 'test.brief',
  schema: note,
  timeoutMs: 50,
  retry: { limit: 0, delaySeconds: 0 },
});
const definitions = [plain, single, grouped, brief];

describe('JobQueue', () => {
  let database: Database;
  let governor: Governor;
  let feed: ChangeFeed;
  let queue: JobQueue;
  const failures: unknown[] = [];
  const pausables: Pausable[] = [];
  let hasMemory = true;

  beforeAll(async () => {
    database = await openTestDatabase();
    governor = createGovernor();
  });
  beforeEach(async () => {
    feed = new ChangeFeed(database);
    queue = await openQueue();
    failures.length = 0;
  });
  afterEach(async () => {
    await queue.stop();
    await feed.onApplicationShutdown();
    await sql`delete from pgboss.job`.execute(database.db);
    expect(failures).toEqual([]);
  });
  afterAll(async () => {
    governor[Symbol.dispose]();
    await database.close();
  });

  function openQueue(): Promise<JobQueue> {
    const reporter = new ErrorReporter(pino({ enabled: false }));
    reporter.background = (what, error) => void failures.push(what, error);
    const memory: MemoryHost & AbortableRegistry = {
      openAccount: (...given) =>
        governor.openAccount(given[0], given[1], hasMemory ? given[2] : { limitBytes: 1 }),
      registerAbortable: (job) => governor.registerAbortable(job),
      registerReclaimer: (reclaimer) => governor.registerReclaimer(reclaimer),
      registerPausable: (pausable) => {
        pausables.push(pausable);
        return () => void pausables.splice(pausables.indexOf(pausable), 1);
      },
    };
    return JobQueue.open({ database, feed, memory, reporter, definitions });
  }
  const states = async (): Promise<Record<string, number>> => {
    const { rows } = await sql<{ state: string; count: number }>`select state::text,
      count(*)::int as count from pgboss.job where name like 'test.%' group by state`.execute(
      database.db,
    );
    return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  };

  it('runs a job that was sent in a transaction, and none of one that was rolled back', async () => {
    const ran: string[] = [];
    queue.handle(plain, async ({ data }) => void ran.push(data.text));
    queue.start();
    await database.transaction(async (trx) => {
      await queue.send(trx, plain, { text: 'kept' });
    });
    await expect(
      database.transaction(async (trx) => {
        await queue.send(trx, plain, { text: 'lost' });
        throw new Error('rolled back');
      }),
    ).rejects.toThrow('rolled back');
    await vi.waitFor(() => expect(ran).toEqual(['kept']), 3000);
    await vi.waitFor(async () => expect(await states()).toEqual({ completed: 1 }), 3000);
  });

  it('refuses a payload that is too large or of the wrong shape', async () => {
    await expect(queue.send(null, plain, { text: 'x'.repeat(70_000) })).rejects.toMatchObject({
      code: 'JOB_PAYLOAD_TOO_LARGE',
    });
    await expect(queue.send(null, plain, { text: 7 } as never)).rejects.toMatchObject({
      code: 'JOB_PAYLOAD_INVALID',
    });
    expect(await states()).toEqual({});
  });

  it('tries a failing job again and keeps it as a dead letter after the last try', async () => {
    const attempts: [number, boolean][] = [];
    queue.handle(plain, async ({ attempt, isLastAttempt }) => {
      attempts.push([attempt, isLastAttempt]);
      throw new Error('the receiver is away');
    });
    queue.start();
    await queue.send(null, plain, { text: 'x' });
    await vi.waitFor(async () => expect(await states()).toEqual({ failed: 1 }), 8000);
    expect(attempts).toEqual([
      [1, false],
      [2, true],
    ]);
    expect(queue.runner.figuresOf(plain.name).ended).toMatchObject({ failed: 1, dead: 1 });
  });

  it('makes a refused job a dead letter at once', async () => {
    const ran = vi
      .fn<JobHandler<unknown>>()
      .mockRejectedValue(new JobRefused('there is no such address'));
    queue.handle(plain, ran);
    queue.start();
    await queue.send(null, plain, { text: 'x' });
    await vi.waitFor(async () => expect(await states()).toEqual({ failed: 1 }), 3000);
    expect(ran).toHaveBeenCalledTimes(1);
  });

  it('lets a postponed job wait without counting a try', async () => {
    const attempts: number[] = [];
    queue.handle(plain, async ({ attempt }) => {
      attempts.push(attempt);
      if (attempts.length < 3) throw new JobPostponed('not now', 0.05);
    });
    queue.start();
    await queue.send(null, plain, { text: 'x' });
    await vi.waitFor(async () => expect(await states()).toEqual({ completed: 1 }), 8000);
    expect(attempts).toEqual([1, 1, 1]);
  });

  it('aborts a run that takes too long and counts it as failed', async () => {
    let reason: unknown;
    queue.handle(brief, async ({ signal }) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      reason = signal.reason;
    });
    queue.start();
    await queue.send(null, brief, { text: 'x' });
    await vi.waitFor(async () => expect(await states()).toEqual({ failed: 1 }), 3000);
    expect(reason).toMatchObject({ code: 'JOB_TIMED_OUT' });
  });

  it('sends nothing while an equal job waits', async () => {
    const send = (): Promise<string | null> =>
      queue.send(null, single, { text: 'x' }, { singletonKey: 'a' });
    expect(await send()).toEqual(expect.any(String));
    expect(await send()).toBeNull();
    expect(await states()).toEqual({ created: 1 });
  });

  it('runs no two jobs of a group at the same time, and those of others beside them', async () => {
    const now = new Map<string, number>();
    let most = 0;
    let beside = 0;
    queue.handle(grouped, async ({ data }) => {
      now.set(data.text, (now.get(data.text) ?? 0) + 1);
      most = Math.max(most, now.get(data.text) ?? 0);
      beside = Math.max(beside, [...now.values()].filter((count) => count > 0).length);
      await wait(20);
      now.set(data.text, (now.get(data.text) ?? 0) - 1);
    });
    await queue.sendAll(
      null,
      grouped,
      ['a', 'a', 'a', 'b', 'b', 'b'].map((text) => ({ data: { text }, groupKey: text })),
    );
    queue.start();
    await vi.waitFor(async () => expect(await states()).toEqual({ completed: 6 }), 8000);
    expect([most, beside]).toEqual([1, 2]);
  });

  it('runs no more jobs at once than the definition says', async () => {
    let now = 0;
    let most = 0;
    queue.handle(plain, async () => {
      most = Math.max(most, ++now);
      await wait(5);
      now -= 1;
    });
    await queue.sendAll(
      null,
      plain,
      Array.from({ length: 40 }, (_, index) => ({ data: { text: `${index}` } })),
    );
    queue.start();
    await vi.waitFor(async () => expect(await states()).toEqual({ completed: 40 }), 8000);
    expect(most).toBe(4);
    // The last job stands as completed before its runner has let go of it.
    await vi.waitFor(() => expect(queue.runner.running).toBe(0));
  });

  it('takes no jobs while the governor says pause, and goes on when it says resume', async () => {
    const ran = vi.fn<JobHandler<unknown>>().mockResolvedValue();
    queue.handle(plain, ran);
    expect(pausables.map(({ name }) => name)).toEqual(['jobs']);
    pausables[0]?.pause(1);
    queue.start();
    await queue.send(null, plain, { text: 'x' });
    await wait(100);
    expect(ran).not.toHaveBeenCalled();
    expect(queue.runner.isPaused).toBe(true);
    pausables[0]?.resume();
    await vi.waitFor(async () => expect(await states()).toEqual({ completed: 1 }), 3000);
    await queue.stop();
    expect(pausables).toEqual([]);
  });

  it('takes no job for which there is no memory', async () => {
    const ran = vi.fn<JobHandler<unknown>>().mockResolvedValue();
    queue.handle(plain, ran);
    hasMemory = false;
    queue.start();
    await queue.send(null, plain, { text: 'x' });
    await wait(100);
    expect([ran.mock.calls.length, await states()]).toEqual([0, { created: 1 }]);
    hasMemory = true;
    queue.runner.wake(plain.name);
    await vi.waitFor(async () => expect(await states()).toEqual({ completed: 1 }), 3000);
  });

  it('waits for running jobs when it stops and takes no further ones', async () => {
    let ended = 0;
    queue.handle(plain, async () => {
      await wait(100);
      ended += 1;
    });
    await queue.sendAll(
      null,
      plain,
      Array.from({ length: 9 }, (_, index) => ({ data: { text: `${index}` } })),
    );
    queue.start();
    await vi.waitFor(() => expect(queue.runner.running).toBe(4), 3000);
    await queue.stop();
    expect(ended).toBe(4);
    expect(await states()).toEqual({ completed: 4, created: 5 });
  });

  it('hands back what does not end in time, without counting a try', async () => {
    const release = Promise.withResolvers<void>();
    queue.handle(plain, () => release.promise);
    await queue.send(null, plain, { text: 'x' });
    queue.start();
    await vi.waitFor(() => expect(queue.runner.running).toBe(1), 3000);
    await queue.stop(0);
    expect(await states()).toEqual({ retry: 1 });
    release.resolve();
    queue = await openQueue();
    const attempts: number[] = [];
    queue.handle(plain, async ({ attempt }) => void attempts.push(attempt));
    queue.start();
    await vi.waitFor(async () => expect(await states()).toEqual({ completed: 1 }), 3000);
    expect(attempts).toEqual([1]);
  });

  it('gives a job of a dead process out again, and its late end counts no more', async () => {
    const stuck = Promise.withResolvers<void>();
    let late: Promise<void> | null = null;
    queue.handle(plain, async (job) => {
      if (job.attempt === 1) {
        await stuck.promise;
        late = database.transaction((trx) => job.completeIn(trx));
        await late;
      }
    });
    queue.start();
    await queue.send(null, plain, { text: 'x' });
    await vi.waitFor(() => expect(queue.runner.running).toBe(1), 3000);
    await recoverJobs(database, queue.store);
    queue.runner.wake(null);
    await vi.waitFor(async () => expect(await states()).toEqual({ completed: 1 }), 8000);
    stuck.resolve();
    await vi.waitFor(() => expect(late).not.toBeNull(), 5000);
    await expect(late).rejects.toMatchObject({ code: 'JOB_CLAIM_LOST' });
    expect(await states()).toEqual({ completed: 1 });
  });

  it('says of each run when it has ended, and holds none of them', async () => {
    using over = new EndedObjects();
    queue.handle(plain, async ({ data, isLastAttempt }) => {
      if (data.text === 'fails' && !isLastAttempt) throw new Error('once');
    });
    queue.start();
    const jobs = ['fails', 'b', 'c', 'd'].map((text) => ({ data: { text } }));
    await queue.sendAll(null, plain, jobs);
    await vi.waitFor(async () => expect(await states()).toEqual({ completed: 4 }), 8000);
    expect(over.count('job:test.plain')).toBe(5);
    await expect.poll(() => over.alive('job:test.plain')).toBe(0);
  });

  it('holds nothing on its account once every job has ended', async () => {
    const held: number[] = [];
    queue.handle(plain, async ({ account }) => {
      account.grow(1_000_000);
      held.push(pool().usedBytes);
    });
    queue.start();
    await queue.send(null, plain, { text: 'x' });
    await vi.waitFor(async () => expect(await states()).toEqual({ completed: 1 }), 3000);
    expect(held[0]).toBeGreaterThan(1_000_000);
    await vi.waitFor(() => expect(pool()).toMatchObject({ usedBytes: 0, openAccounts: 0 }), 5000);
  });

  function pool(): { usedBytes: number; openAccounts: number } {
    const found = governor.snapshot().pools.find(({ name }) => name === 'job');
    if (!found) throw new Error('no pool for jobs');
    return found;
  }
});
