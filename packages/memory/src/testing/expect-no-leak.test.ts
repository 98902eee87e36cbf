import { expect, it, vi } from 'vitest';
import { expectNoLeak } from './expect-no-leak.ts';

const quick = { warmUpCalls: 50, callsPerRound: 100 };

it('passes work that leaves nothing behind', async () => {
  const { calls, phases } = await expectNoLeak(() => JSON.parse('{"a":[1,2,3]}') as object, quick);
  expect(calls).toBeGreaterThan(1000);
  expect(phases).toBeGreaterThan(0);
});

class Keeper {
  readonly #kept = new Map<number, object>();

  keep(): number {
    return this.#kept.set(this.#kept.size, { lines: new Array(10).fill(0) }).size;
  }
}

it('names what grows, who holds it and the growth per call', async () => {
  const keeper = new Keeper();
  const options = { ...quick, roots: { Keeper: keeper } };
  const failure = await expectNoLeak(() => keeper.keep(), options).catch((error: unknown) => error);
  expect(failure).toMatchObject({ name: 'AssertionError', operator: 'expectNoLeak' });
  expect(String(failure)).toMatch(/heap: \+\d+ bytes per call/);
  expect(String(failure)).toMatch(/held by Keeper\.#kept \(map\): \d+ → \d+ in \d+ calls/);
  expect((failure as { actual: Record<string, number> }).actual['heap']).toBeGreaterThan(100);
});

it('is not stopped by fake timers', async () => {
  vi.useFakeTimers();
  try {
    await expect(expectNoLeak(() => 1, quick)).resolves.toBeDefined();
  } finally {
    vi.useRealTimers();
  }
});

it('passes on what the function itself throws', async () => {
  const work = () => Promise.reject(new Error('its own failure'));
  await expect(expectNoLeak(work, quick)).rejects.toThrow('its own failure');
});
