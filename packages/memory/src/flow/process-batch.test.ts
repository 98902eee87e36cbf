import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, test } from 'vitest';
import { FakeClock } from '../fake-clock.ts';
import type { Pausable } from '../governor/reclaimer.ts';
import { processBatch } from './process-batch.ts';
import { processBatches } from './process-batches.ts';
import type { BatchOptions } from './process-batches.ts';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

async function* later<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}

describe('processBatch with a size', () => {
  it.each([[numbers(25)], [later(numbers(25))]])(
    'answers the results in order, one batch at a time',
    async (items) => {
      let inFlight = 0;
      let most = 0;
      const results = await processBatch(
        items,
        async (item, { index }) => {
          expect(index).toBe(item);
          most = Math.max(most, ++inFlight);
          await sleep(item % 3);
          inFlight--;
          return item * 2;
        },
        10,
      );
      expect(results).toEqual(numbers(25).map((n) => n * 2));
      expect(most).toBe(10);
    },
  );

  it('gives timers their turn where items and work are at hand', async () => {
    const abort = new AbortController();
    const stop = setTimeout(() => abort.abort(new Error('enough')), 1);
    const endless = (function* () {
      for (let i = 0; ; i++) yield i;
    })();
    const { signal } = abort;
    const working = processBatches(endless, () => {}, { batchSize: 50, signal });
    await expect(working).rejects.toThrowError('enough');
    clearTimeout(stop);
  });

  it('answers nothing for nothing', async () => {
    expect(await processBatch([], () => 1, 10)).toEqual([]);
  });

  it('throws the first error once the others of its batch have ended, and takes no more', async () => {
    const ended: number[] = [];
    const working = processBatch(
      numbers(100),
      async (item) => {
        await sleep(item === 3 ? 0 : 5);
        ended.push(item);
        if (item === 3) throw new Error('third');
      },
      10,
    );
    await expect(working).rejects.toThrowError('third');
    expect(ended.toSorted((a, b) => a - b)).toEqual(numbers(10));
  });

  test.each([0, 1.5, -3])('refuses a size of %f', async (size) => {
    await expect(processBatch([1], () => 1, size)).rejects.toMatchObject({
      code: 'FLOW_OPTION_INVALID',
    });
  });
});

describe('processBatches', () => {
  it('keeps at most `concurrency` batches in flight and pulls no further ahead', async () => {
    let taken = 0;
    function* source(): Generator<number> {
      while (taken < 60) yield taken++;
    }
    let inFlight = 0;
    let done = 0;
    const report = await processBatches(
      source(),
      async (batch) => {
        expect(++inFlight).toBeLessThanOrEqual(3);
        expect(taken).toBeLessThanOrEqual(done + 3 * 5 + 5);
        await sleep(1);
        inFlight--;
        done += batch.length;
      },
      { batchSize: 5, concurrency: 3 },
    );
    expect(report).toEqual({ items: 60, batches: 12, smallestBatch: 5, largestBatch: 5 });
  });

  it('closes the source and signals the batches in flight when one fails', async () => {
    let isClosed = false;
    async function* source(): AsyncGenerator<number> {
      try {
        for (let i = 0; ; i++) yield i;
      } finally {
        isClosed = true;
      }
    }
    const aborted: number[] = [];
    const working = processBatches(
      source(),
      async (_batch, { firstIndex, signal }) => {
        if (firstIndex === 4) throw new Error('broken');
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
        aborted.push(firstIndex);
      },
      { batchSize: 2, concurrency: 4 },
    );
    await expect(working).rejects.toThrowError('broken');
    expect([isClosed, aborted]).toEqual([true, [0, 2]]);
  });

  it('stops with the signal’s reason, also while the source hangs', async () => {
    const abort = new AbortController();
    async function* source(): AsyncGenerator<number> {
      yield 1;
      abort.abort(new Error('stop'));
      await new Promise(() => {});
    }
    const working = processBatches(source(), () => {}, { batchSize: 2, signal: abort.signal });
    await expect(working).rejects.toThrowError('stop');
  });

  it('grows while batches are quick and shrinks when they are slow, within its bounds', async () => {
    const clock = new FakeClock();
    const sizes: number[] = [];
    const options: BatchOptions<number> = {
      batchSize: 100,
      minBatchSize: 20,
      maxBatchSize: 400,
      targetMs: 100,
      clock,
    };
    await processBatches(
      numbers(6000),
      (batch) => {
        sizes.push(batch.length);
        clock.advance(sizes.length < 6 ? 10 : 1000);
      },
      options,
    );
    expect(sizes.slice(0, 12)).toEqual([100, 150, 225, 338, 400, 400, 200, 100, 50, 25, 20, 20]);
  });

  it('reserves each batch’s bytes before it starts, halves its size when it has to wait', async () => {
    let used = 0;
    let waits = 0;
    const freed: (() => void)[] = [];
    const account = {
      grow: (bytes: number) => used + bytes <= 1000 && ((used += bytes), true),
      shrink: (bytes: number) => {
        used -= bytes;
        freed.shift()?.();
      },
      reserve: async (bytes: number) => {
        waits++;
        while (used + bytes > 1000) await new Promise<void>((resolve) => freed.push(resolve));
        used += bytes;
        return { ok: true } as const;
      },
    };
    const sizes: number[] = [];
    // Batches that take their time exactly leave the size alone.
    const clock = new FakeClock();
    const work = { batchSize: 8, minBatchSize: 2, concurrency: 2, targetMs: 10, clock };
    await processBatches(
      numbers(100),
      async (batch) => {
        clock.advance(5);
        expect(used).toBeLessThanOrEqual(1000);
        sizes.push(batch.length);
        await sleep(1);
      },
      { ...work, sizeOf: () => 100, account },
    );
    expect([used, waits > 0]).toEqual([0, true]);
    expect(sizes[0]).toBe(8);
    expect(sizes).toContain(4);
  });

  it('ends a batch that is full by its bytes', async () => {
    const batches: number[][] = [];
    const work = { batchSize: 10, sizeOf: (item: number) => item, maxBatchBytes: 6 };
    await processBatches([1, 2, 3, 9, 1, 1], (batch) => void batches.push(batch), work);
    expect(batches).toEqual([[1, 2, 3], [9], [1, 1]]);
  });

  it('stands still while the governor asks for it, and takes smaller batches while it asks for less', async () => {
    let pace: Pausable | undefined;
    const registry = {
      registerPausable: (pausable: Pausable) => {
        pace = pausable;
        return () => void (pace = undefined);
      },
    };
    const sizes: number[] = [];
    const working = processBatches(
      numbers(100),
      (batch) => {
        sizes.push(batch.length);
        if (sizes.length === 2) pace!.pause(0.5);
        if (sizes.length === 4) pace!.pause(1);
      },
      { batchSize: 10, minBatchSize: 2, registry, name: 'etl' },
    );
    await sleep(5);
    expect(sizes).toEqual([10, 10, 5, 5]);
    expect(pace!.name).toBe('etl');
    pace!.resume();
    const report = await working;
    expect([report.items, pace]).toEqual([100, undefined]);
  });

  test.each<BatchOptions<number>>([
    { batchSize: 0 },
    { batchSize: 5, minBatchSize: 6 },
    { batchSize: 5, maxBatchSize: 4 },
    { concurrency: 0 },
    { concurrency: 1000 },
    { maxBatchBytes: 10 },
    { account: { grow: () => true, shrink: () => {}, reserve: async () => ({ ok: true }) } },
  ])('refuses %o', async (options) => {
    await expect(processBatches([1], () => {}, options)).rejects.toMatchObject({
      code: 'FLOW_OPTION_INVALID',
    });
  });
});
