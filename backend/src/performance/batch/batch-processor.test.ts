import { setTimeout as sleep } from 'node:timers/promises';
import { createGovernor } from '@lexiflow/memory';
import type { Abortable, AbortableRegistry, MemoryHost, Pausable } from '@lexiflow/memory';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Config } from '../../platform/config/config.ts';
import type { Database } from '../../platform/database/database.ts';
import { Lifecycle } from '../../platform/http/lifecycle.ts';
import { Metrics } from '../../platform/metrics/metrics.ts';
import { batchLimits } from './batch.limits.ts';
import type { BatchJob, BatchOutcome } from './batch-job.ts';
import { BatchProcessorService } from './batch-processor.service.ts';

const config = {
  batch: { minSize: 4, maxSize: 16, concurrency: 3 },
  database: { poolMax: 20 },
} as Config;

async function* numbers(count: number): AsyncGenerator<number> {
  for (let n = 0; n < count; n++) yield n;
}

describe('the batch processor', () => {
  let governor: ReturnType<typeof createGovernor>;
  let loops: Pausable[];
  let abortables: Set<Abortable>;
  let lifecycle: Lifecycle;
  let metrics: Metrics;
  let batches: BatchProcessorService;

  beforeEach(() => {
    governor = createGovernor();
    loops = [];
    abortables = new Set();
    lifecycle = new Lifecycle();
    metrics = new Metrics();
    batches = open(config, 'postgres');
  });
  afterEach(() => {
    vi.useRealTimers();
    governor[Symbol.dispose]();
  });

  const open = (settings: Config, kind: 'embedded' | 'postgres'): BatchProcessorService => {
    const host: MemoryHost & AbortableRegistry = {
      openAccount: (...given) => governor.openAccount(...given),
      registerReclaimer: (reclaimer) => governor.registerReclaimer(reclaimer),
      registerAbortable: (job) => {
        abortables.add(job);
        return () => void abortables.delete(job);
      },
      registerPausable: (loop) => (loops.push(loop), governor.registerPausable(loop)),
    };
    return new BatchProcessorService(host, settings, { kind } as Database, lifecycle, metrics);
  };
  const job = (over: Partial<BatchJob<number, number>> = {}): BatchJob<number, number> => ({
    name: 'test',
    owner: 'nobody',
    items: () => numbers(50),
    sizeOf: () => 100,
    work: async (item) => item * 2,
    isFatal: () => false,
    report: async () => {},
    ...over,
  });

  it('reports every item in order, batch by batch, failures in their place', async () => {
    const reported: BatchOutcome<number, number>[][] = [];
    await batches.run(
      job({
        work: async (item) => {
          await sleep(item % 3);
          if (item % 10 === 7) throw new Error(`${item}`);
          return item;
        },
        report: async (outcomes) => void reported.push([...outcomes]),
      }),
    );
    expect(reported.flat().map(({ item }) => item)).toEqual(
      Array.from({ length: 50 }, (_, n) => n),
    );
    const failed = reported.flat().filter((outcome) => 'error' in outcome);
    expect(failed.map(({ item }) => item)).toEqual([7, 17, 27, 37, 47]);
    expect(Math.max(...reported.map(({ length }) => length))).toBeLessThanOrEqual(16);
    expect(await metrics.text()).toContain(
      'lexiflow_batch_items_total{job="test",outcome="failed"} 5',
    );
  });

  it('never works on more than its concurrency, all jobs together', async () => {
    let inFlight = 0;
    let most = 0;
    const work = async (item: number): Promise<number> => {
      most = Math.max(most, ++inFlight);
      await sleep(1);
      inFlight--;
      return item;
    };
    await Promise.all([1, 2, 3, 4].map(() => batches.run(job({ work }))));
    expect(most).toBe(3);
  });

  it('leaves half of the connections to people, and works one at a time on the embedded database', () => {
    const small = { ...config, database: { poolMax: 4 } } as Config;
    metrics = new Metrics();
    expect(open(small, 'postgres').concurrency).toBe(2);
    metrics = new Metrics();
    expect(open(config, 'embedded').concurrency).toBe(1);
  });

  it('works on the items of a lane one after the other, in their order', async () => {
    const seen: number[] = [];
    const busy = new Set<number>();
    await batches.run(
      job({
        lanesOf: (item) => [`${item % 2}`],
        work: async (item) => {
          expect(busy.has(item % 2)).toBe(false);
          busy.add(item % 2);
          await sleep(item % 3);
          busy.delete(item % 2);
          seen.push(item);
          return item;
        },
      }),
    );
    for (const lane of [0, 1]) {
      const inLane = seen.filter((item) => item % 2 === lane);
      expect(inLane).toEqual(inLane.toSorted((a, b) => a - b));
    }
  });

  it('holds one batch: nothing is read while a report waits for its reader', async () => {
    let taken = 0;
    async function* source(): AsyncGenerator<number> {
      while (taken < 40) yield taken++;
    }
    const reader = Promise.withResolvers<void>();
    const running = batches.run(job({ items: source, report: () => reader.promise }));
    await vi.waitFor(() => expect(taken).toBe(4), 5000);
    await sleep(10);
    expect(taken).toBe(4);
    expect(batches.progress()).toMatchObject([{ name: 'test', state: 'running', items: 4 }]);
    expect(await metrics.text()).toContain(
      'lexiflow_batch_items_total{job="test",outcome="done"} 4',
    );
    reader.resolve();
    await running;
    expect([taken, batches.progress()]).toEqual([40, []]);
  });

  it('ends with a failure that concerns every item, after what has begun is reported', async () => {
    const reported: number[] = [];
    const running = batches.run(
      job({
        work: async (item) => {
          if (item === 5) throw new Error('database gone');
          return item;
        },
        isFatal: () => true,
        report: async (outcomes) => void reported.push(...outcomes.map(({ item }) => item)),
      }),
    );
    await expect(running).rejects.toThrow('database gone');
    expect(reported).toContain(5);
    expect(Math.max(...reported)).toBeLessThan(4 + 6);
    expect(governor.snapshot().pools.find(({ name }) => name === 'batch')).toMatchObject({
      usedBytes: 0,
      leftoverTotal: 0,
    });
  });

  it('stands still under pressure and goes on after it', async () => {
    const done: number[] = [];
    const running = batches.run(
      job({
        work: async (item) => {
          if (item === 3) loops[0]?.pause(1);
          done.push(item);
          return item;
        },
      }),
    );
    await vi.waitFor(() => expect(batches.progress()).toMatchObject([{ state: 'paused' }]), 5000);
    await sleep(10);
    expect(done).toHaveLength(4);
    loops[0]?.resume();
    await running;
    expect(done).toHaveLength(50);
  });

  it('ends when it stood still until its time was over', async () => {
    vi.useFakeTimers();
    const running = batches.run(
      job({
        work: async (item) => {
          if (item === 3) loops[0]?.pause(1);
          return item;
        },
      }),
    );
    const ended = running.catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(batchLimits.pauseMs);
    expect(await ended).toMatchObject({ code: 'BATCH_PAUSED_TOO_LONG' });
  });

  it('ends when nobody waits for it any more, and begins nothing after that', async () => {
    const left = new AbortController();
    const done: number[] = [];
    const running = batches.run(
      job({
        signal: left.signal,
        work: async (item) => {
          if (item === 1) left.abort(new Error('left'));
          done.push(item);
          return item;
        },
      }),
    );
    await expect(running).rejects.toThrow('left');
    expect(done.length).toBeLessThanOrEqual(4);
  });

  it('ends when the governor takes its memory back, and is no candidate after that', async () => {
    const seen: unknown[] = [];
    const reported: number[] = [];
    const running = batches.run(
      job({
        sizeOf: () => 1000,
        progress: () => 0.25,
        work: async (item) => {
          for (const offered of item === 2 ? abortables : []) {
            seen.push([offered.name, offered.usedBytes(), offered.progress?.()]);
            offered.abort('memory emergency: working-set 99.0 %');
          }
          return item;
        },
        report: async (outcomes) => void reported.push(...outcomes.map(({ item }) => item)),
      }),
    );
    await expect(running).rejects.toMatchObject({
      code: 'BATCH_ENDED_FOR_MEMORY',
      message: 'memory emergency: working-set 99.0 %',
      facts: { retryAfterSeconds: batchLimits.retrySeconds },
    });
    expect(seen).toEqual([['batch:test', 4000, 0.25]]);
    expect(reported).toEqual([0, 1, 2]);
    expect(abortables.size).toBe(0);
  });

  it('lets work go on for a while when the server stops, then ends it', async () => {
    vi.useFakeTimers();
    const running = batches.run(
      job({ items: () => numbers(1e9), work: async (item) => (await sleep(1), item) }),
    );
    const ended = running.catch((error: unknown) => error);
    lifecycle.enter('draining');
    await vi.advanceTimersByTimeAsync(batchLimits.drainMs);
    expect(await ended).toMatchObject({ code: 'HTTP_DRAINING' });
  });

  it('refuses a job for which no place becomes free in time', async () => {
    vi.useFakeTimers();
    const reader = Promise.withResolvers<void>();
    const running = Array.from({ length: batchLimits.jobEntries }, () =>
      batches.run(job({ report: () => reader.promise })),
    );
    const refused = batches.run(job()).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(batchLimits.placeWaitMs);
    expect(await refused).toMatchObject({ code: 'BATCH_JOBS_BUSY' });
    vi.useRealTimers();
    reader.resolve();
    await Promise.all(running);
  });
});
