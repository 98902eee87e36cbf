import { fakeGovernor } from '@lexiflow/memory';
import type { FakeClock, FakeMachine, Governor } from '@lexiflow/memory';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import type { Database } from '../database/database.ts';
import { openTestDatabase } from '../database/testing/open-test-database.ts';
import { ErrorReporter } from '../errors/error-reporter.ts';
import { ChangeFeed } from '../events/change-feed.ts';
import { defineJob } from './define-job.ts';
import type { Job, JobHandler } from './job.ts';
import { JobQueue } from './job-queue.ts';

const mib = 1024 * 1024;
const work = defineJob({
  name: 'test.memory-end',
  schema: z.strictObject({ text: z.string() }),
  timeoutMs: 60_000,
  concurrency: 4,
  retry: { limit: 2, delaySeconds: 0 },
});
type Work = Job<{ text: string }>;

/** What one handler does while it runs, until it is let go. */
interface Held {
  readonly done: PromiseWithResolvers<void>;
  readonly attempts: number[];
}

describe('a memory emergency', () => {
  let database: Database;
  let clock: FakeClock;
  let machine: FakeMachine;
  let governor: Governor;
  let feed: ChangeFeed;
  let queue: JobQueue;
  let lines: Record<string, unknown>[];

  beforeEach(async () => {
    database = await openTestDatabase();
    await sql`create table written (text text not null, attempt int not null)`.execute(database.db);
    ({ clock, machine, governor } = fakeGovernor({
      rssBytes: 150 * mib,
      heapUsedBytes: 60 * mib,
      heapCommittedBytes: 80 * mib,
      heapLimitBytes: 560 * mib,
      oldUsedBytes: 45 * mib,
    }));
    governor.start();
    clock.advance(100);
    feed = new ChangeFeed(database);
    lines = [];
    const log = { write: (line: string) => void lines.push(JSON.parse(line)) };
    const reporter = new ErrorReporter(pino({}, log));
    const definitions = [work];
    queue = await JobQueue.open({ database, feed, memory: governor, reporter, definitions });
  });
  afterEach(async () => {
    await queue.stop();
    await feed.onApplicationShutdown();
    governor[Symbol.dispose]();
    await database.close();
  });

  /** Sends these jobs and waits until each of them runs and holds its bytes. */
  async function hold(
    jobs: Readonly<Record<string, { mib: number; listens: boolean }>>,
  ): Promise<Record<string, Held>> {
    const held = Object.fromEntries(
      Object.keys(jobs).map((text) => [
        text,
        { done: Promise.withResolvers<void>(), attempts: [] as number[] },
      ]),
    );
    queue.handle(work, async (job: Work) => {
      const { text } = job.data;
      const { done, attempts } = held[text] as Held;
      const signal = jobs[text]?.listens ? job.signal : null;
      expect(job.account.grow((jobs[text]?.mib ?? 0) * mib)).toBe(true);
      attempts.push(job.attempt);
      if (job.attempt === 1) await Promise.race([done.promise, aborted(signal)]);
      await write(job);
    });
    await queue.sendAll(
      null,
      work,
      Object.keys(jobs).map((text) => ({ data: { text } })),
    );
    queue.start();
    await vi.waitFor(() => {
      for (const { attempts } of Object.values(held)) expect(attempts).toEqual([1]);
    }, 5000);
    return held;
  }

  function aborted(signal: AbortSignal | null): Promise<never> {
    return new Promise((_, reject) =>
      signal?.addEventListener('abort', () => reject(signal.reason as Error)),
    );
  }

  async function write(job: Work): Promise<void> {
    await database.transaction(async (trx) => {
      await sql`insert into written values (${job.data.text}, ${job.attempt})`.execute(trx);
      await job.completeIn(trx);
    });
  }

  /** So much is in use, as a collection confirms, for so long. */
  function press(usedMib: number, seconds: number): void {
    machine.figures.rssBytes = usedMib * mib;
    machine.figures.externalBytes = (usedMib - 150) * mib;
    machine.collect(45 * mib);
    clock.advance(seconds * 1000);
  }

  const written = async (): Promise<string[]> => {
    const { rows } = await sql<{ line: string }>`select text || ' ' || attempt as line
      from written order by 1`.execute(database.db);
    return rows.map(({ line }) => line);
  };
  const jobs = async (): Promise<{ text: string; state: string; error: string | null }[]> => {
    const { rows } = await sql<{ text: string; state: string; error: string | null }>`select
        data ->> 'text' as text, state::text, output ->> 'message' as error
      from pgboss.job where name = ${work.name} order by 1`.execute(database.db);
    return rows;
  };

  it('ends the run that holds most and listens, which runs again once memory allows', async () => {
    const held = await hold({
      deaf: { mib: 15, listens: false },
      large: { mib: 12, listens: true },
      small: { mib: 4, listens: true },
    });
    press(990, 1);
    expect(governor.level).toBe('emergency');
    press(990, 2);
    await vi.waitFor(async () => {
      expect(await jobs()).toEqual([
        { text: 'deaf', state: 'active', error: null },
        { text: 'large', state: 'retry', error: expect.stringMatching(/^JOB_ENDED_FOR_MEMORY: /) },
        { text: 'small', state: 'active', error: null },
      ]);
    }, 5000);
    expect(lines).toMatchObject([
      {
        level: 40,
        code: 'JOB_ENDED_FOR_MEMORY',
        what: 'a run of the job test.memory-end',
        detail: expect.stringMatching(/emergency: working-set 99\.0 %; the run held 12\.1 MB/),
      },
    ]);
    await vi.waitFor(() => expect(queue.runner.running).toBe(2), 5000);
    expect(governor.snapshot().timeline).toContainEqual(
      expect.objectContaining({ action: 'abort', subject: 'job:test.memory-end' }),
    );
    press(150, 60);
    expect(governor.level).toBe('normal');
    await vi.waitFor(async () => expect(await written()).toEqual(['large 2']), 5000);
    held['deaf']?.done.resolve();
    held['small']?.done.resolve();
    await vi.waitFor(
      async () => expect(await written()).toEqual(['deaf 1', 'large 2', 'small 1']),
      5000,
    );
    await vi.waitFor(() => expect(queue.runner.running).toBe(0), 5000);
    expect(new Set((await jobs()).map(({ state }) => state))).toEqual(new Set(['completed']));
  });

  it('writes nothing twice when the run that was ended goes on regardless', async () => {
    const late = Promise.withResolvers<void>();
    let lateEnd: unknown = null;
    const handler: JobHandler<{ text: string }> = async (job) => {
      expect(job.signal.aborted).toBe(false);
      expect(job.account.grow(8 * mib)).toBe(true);
      if (job.attempt > 1) return await write(job);
      await late.promise;
      lateEnd = await write(job).catch((error: unknown) => error);
    };
    queue.handle(work, handler);
    await queue.send(null, work, { text: 'stubborn' });
    queue.start();
    await vi.waitFor(() => expect(queue.runner.running).toBe(1), 5000);
    press(990, 3);
    press(150, 60);
    await vi.waitFor(async () => expect(await written()).toEqual(['stubborn 2']), 8000);
    late.resolve();
    await vi.waitFor(() => expect(lateEnd).toMatchObject({ code: 'JOB_CLAIM_LOST' }), 5000);
    expect(await written()).toEqual(['stubborn 2']);
  });

  it('leaves runs alone that hold little, and those that have ended', async () => {
    const held = await hold({ little: { mib: 1, listens: true } });
    press(990, 10);
    expect(await jobs()).toMatchObject([{ state: 'active' }]);
    held['little']?.done.resolve();
    await vi.waitFor(() => expect(queue.runner.running).toBe(0), 5000);
    press(990, 10);
    expect([await written(), lines]).toEqual([['little 1'], []]);
  });
});
