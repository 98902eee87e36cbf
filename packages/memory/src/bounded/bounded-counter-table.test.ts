import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { FakeClock } from '../fake-clock.ts';
import { BoundedCounterTable } from './bounded-counter-table.ts';
import type { CounterTableOptions } from './bounded-counter-table.ts';

const seed = new Uint32Array([7, 9]);

function tableOf(options: Partial<CounterTableOptions> = {}): {
  table: BoundedCounterTable;
  clock: FakeClock;
} {
  const clock = new FakeClock();
  return { table: new BoundedCounterTable({ windowMs: 1000, clock, seed, ...options }), clock };
}

describe('a counter table', () => {
  it('counts each key in the present window and starts anew with the next', () => {
    const { table, clock } = tableOf();
    expect([table.add('a'), table.add('a'), table.add('b', 5)]).toEqual([1, 2, 5]);
    clock.advance(999);
    expect(table.count('a')).toBe(2);
    clock.advance(1);
    expect(table.count('a')).toBe(0);
    expect(table.add('a')).toBe(1);
  });

  it('lets the former window fade over the present one', () => {
    const { table, clock } = tableOf();
    table.add('a', 100);
    clock.advance(1000);
    expect(table.slidingCount('a')).toBe(100);
    clock.advance(250);
    table.add('a', 10);
    expect(table.slidingCount('a')).toBe(85);
    clock.advance(750);
    expect(table.slidingCount('a')).toBe(10);
    clock.advance(2000);
    expect(table.slidingCount('a')).toBe(0);
  });

  it('says how many events the present and the former window have', () => {
    const { table, clock } = tableOf();
    table.add('a', 4);
    expect([table.admit('b', 1), table.admit('b', 1)]).toEqual([0, -1]);
    const { bytes } = table;
    expect(table.stats()).toEqual({ bytes, windowMs: 1000, events: 5, formerEvents: 0 });
    clock.advance(1000);
    table.add('a');
    expect(table.stats()).toMatchObject({ events: 1, formerEvents: 5 });
    clock.advance(2000);
    expect(table.stats()).toMatchObject({ events: 0, formerEvents: 0 });
  });

  it('admits what the sliding count leaves room for, and counts no refusal', () => {
    const { table, clock } = tableOf();
    expect([1, 2, 3, 4, 5].map(() => table.admit('a', 3))).toEqual([2, 1, 0, -1, -1]);
    expect([table.count('a'), table.admit('b', 3)]).toEqual([3, 2]);
    clock.advance(1000);
    expect(table.admit('a', 3)).toBe(-1);
    clock.advance(500);
    expect([table.slidingCount('a'), table.admit('a', 3)]).toEqual([1.5, 0]);
    expect(table.admit('a', 3)).toBe(-1);
  });

  it('tells how long the present window lasts', () => {
    const { table, clock } = tableOf();
    clock.advance(300);
    expect(table.remainingMs()).toBe(700);
  });

  it('never counts below the truth, however crowded', () => {
    const events = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 9 })),
      {
        maxLength: 400,
      },
    );
    fc.assert(
      fc.property(events, fc.integer(), (added, word) => {
        const table = new BoundedCounterTable({
          windowMs: 1000,
          expectedKeys: 8,
          clock: new FakeClock(),
          seed: new Uint32Array([word, word * 31]),
        });
        const truth = new Map<string, number>();
        for (const [key, amount] of added) {
          const name = `key-${key}`;
          truth.set(name, (truth.get(name) ?? 0) + amount);
          expect(table.add(name, amount)).toBeGreaterThanOrEqual(truth.get(name)!);
        }
        for (const [name, count] of truth) expect(table.count(name)).toBeGreaterThanOrEqual(count);
      }),
      { numRuns: 300 },
    );
  });

  it('reads above the truth for few keys while they are as many as expected', () => {
    const { table } = tableOf({ expectedKeys: 4096 });
    for (let i = 0; i < 4096; i++) table.add(`203.0.113.${i}`);
    let over = 0;
    for (let i = 0; i < 4096; i++) if (table.count(`203.0.113.${i}`) > 1) over++;
    expect(over / 4096).toBeLessThan(0.03);
  });

  it('stops at the largest count instead of starting over', () => {
    const { table } = tableOf();
    table.add('a', 2 ** 32 - 2);
    table.add('a', 5);
    expect(table.add('a', 2 ** 31)).toBe(2 ** 32 - 1);
  });

  it('charges its account once and gives back at the end', () => {
    let used = 0;
    const account = {
      grow: (bytes: number) => ((used += bytes), true),
      shrink: (bytes: number) => void (used -= bytes),
    };
    const { table } = tableOf({ account, expectedKeys: 1000 });
    expect(used).toBe(table.bytes);
    expect(table.bytes).toBe(64 * 1024);
    for (let i = 0; i < 10_000; i++) table.add(`k${i}`);
    expect(used).toBe(table.bytes);
    table.close();
    expect(used).toBe(0);
  });

  it('is not made when its account has no room', () => {
    const account = { grow: () => false, shrink: () => {} };
    expect(() => tableOf({ account })).toThrowError(
      expect.objectContaining({ code: 'BOUNDED_NO_ROOM' }),
    );
  });

  test.each<Partial<CounterTableOptions>>([
    { windowMs: 0 },
    { windowMs: Infinity },
    { expectedKeys: 0 },
    { expectedKeys: NaN },
    { expectedKeys: 10_000_000 },
  ])('refuses %o', (options) => {
    expect(() => tableOf(options)).toThrowError(
      expect.objectContaining({ code: 'BOUNDED_OPTION_INVALID' }),
    );
  });
});
