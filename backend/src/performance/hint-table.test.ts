import { describe, expect, it } from 'vitest';
import { HintTable } from './hint-table.ts';
import { HINT_BYTES, HINTS, WINDOW_MS } from './performance.limits.ts';

describe('HintTable', () => {
  it('gives the former finding of a key to the next one, and lists the latest first', () => {
    const table = new HintTable<{ key: string; times: number }>(() => WINDOW_MS * 2);
    for (const key of ['a', 'b', 'a'])
      table.note(key, (former) => ({ key, times: (former?.times ?? 0) + 1 }));
    expect(table.list()).toEqual([
      { key: 'a', times: 2 },
      { key: 'b', times: 1 },
    ]);
  });

  it('forgets after its window', () => {
    let nowMs = WINDOW_MS * 2;
    const table = new HintTable<{ former: object | null }>(() => nowMs);
    table.note('a', (former) => ({ former }));
    expect(table.has('a')).toBe(true);
    nowMs += WINDOW_MS;
    expect(table.has('a')).toBe(false);
    expect(table.list()).toEqual([]);
    table.note('a', (former) => ({ former }));
    expect(table.list()).toEqual([{ former: null }]);
  });

  it('never holds more than its bound', () => {
    const table = new HintTable<{ at: number }>();
    for (let at = 0; at < HINTS + 50; at += 1) table.note(`${at}`, () => ({ at }));
    expect(table.size).toBe(HINTS);
    expect(table.has('0')).toBe(false);
  });

  it('never holds more bytes than its bound', () => {
    const table = new HintTable<{ text: string }>();
    for (let at = 0; at < HINTS; at += 1) {
      table.note(`${at}`, () => ({ text: `${at}`.repeat(8_000) }));
      expect(table.bytes).toBeLessThanOrEqual(HINT_BYTES);
    }
    expect(table.size).toBeGreaterThan(0);
    expect(table.size).toBeLessThan(HINTS);
  });
});
