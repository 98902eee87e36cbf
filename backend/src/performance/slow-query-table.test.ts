import { describe, expect, it } from 'vitest';
import {
  FINGERPRINTS,
  KEPT_BYTES,
  KEPT_SQL_LETTERS,
  WINDOW_MS,
  WINDOW_STEP_MS,
} from './performance.limits.ts';
import { SlowQueryTable } from './slow-query-table.ts';

const slow = (fingerprint: string, durationMs = 200) => ({
  fingerprint,
  sql: `${fingerprint} $1`,
  durationMs,
  rows: 3,
  isFailed: false,
});

describe('SlowQueryTable', () => {
  it('sums up the statements of one shape, the most time first', () => {
    const table = new SlowQueryTable(() => 1_000_000);
    table.add(slow('a', 100));
    table.add({ ...slow('a', 300), isFailed: true });
    table.add(slow('b', 900));
    expect(table.top(10)).toMatchObject([
      { fingerprint: 'b', calls: 1, totalMs: 900, meanMs: 900, maxMs: 900, rows: 3, failed: 0 },
      { fingerprint: 'a', calls: 2, totalMs: 400, meanMs: 200, maxMs: 300, rows: 6, failed: 1 },
    ]);
    expect(table.top(1)).toHaveLength(1);
  });

  it('forgets what is older than its window, step by step', () => {
    let nowMs = WINDOW_MS * 10;
    const table = new SlowQueryTable(() => nowMs);
    table.add(slow('a'));
    nowMs += WINDOW_STEP_MS;
    table.add(slow('a'));
    expect(table.top(1)[0]?.calls).toBe(2);
    nowMs += WINDOW_MS - WINDOW_STEP_MS;
    expect(table.top(1)[0]?.calls).toBe(1);
    nowMs += WINDOW_STEP_MS;
    expect(table.top(1)).toEqual([]);
  });

  it('never holds more shapes than its limit and keeps those seen last', () => {
    const table = new SlowQueryTable(() => 1_000_000);
    for (let made = 0; made < FINGERPRINTS; made += 1) table.add(slow(`shape ${made}`));
    table.add(slow('shape 0'));
    table.add(slow('one more'));
    expect(table.size).toBe(FINGERPRINTS);
    const kept = new Set(table.top(FINGERPRINTS).map(({ fingerprint }) => fingerprint));
    expect(kept.has('shape 0')).toBe(true);
    expect(kept.has('shape 1')).toBe(false);
    expect(kept.has('one more')).toBe(true);
  });

  it('knows the text of a shape by its id, unless that was too long', () => {
    const table = new SlowQueryTable(() => 1_000_000);
    table.add(slow('a'));
    table.add({ ...slow('b'), sql: 'x'.repeat(KEPT_SQL_LETTERS + 1) });
    const idOf = (shape: string) =>
      table.top(2).find(({ fingerprint }) => fingerprint === shape)?.id ?? '';
    expect(table.textOf(idOf('a'))).toBe('a $1');
    expect(table.textOf(idOf('b'))).toBeNull();
    expect(table.textOf('unknown')).toBeNull();
  });

  it('never holds more bytes than its bound, whatever the length of the texts', () => {
    const table = new SlowQueryTable(() => 1_000_000);
    for (let made = 0; made < FINGERPRINTS; made += 1) {
      table.add({ ...slow(`shape ${made}`), sql: 'x'.repeat(KEPT_SQL_LETTERS) });
      expect(table.bytes).toBeLessThanOrEqual(KEPT_BYTES);
    }
    expect(table.size).toBeLessThan(FINGERPRINTS);
  });
});
