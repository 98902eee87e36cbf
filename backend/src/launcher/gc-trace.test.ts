import { describe, expect, it } from 'vitest';
import { GcSummary, parseTraceLine } from './gc-trace.ts';

const SCAVENGE =
  '[4711:0x7f8a5c000640]       21 ms: Scavenge 9.4 (12.2) -> 7.1 (13.0) MB, pooled: 0 MB, 1.25 / 0.00 ms  (average mu = 1.000, current mu = 1.000) allocation failure; ';
const OLDER =
  '[4711:0x5581e0]       30 ms: Mark-Compact (reduce) 7.0 (13.0) -> 3.0 (9.0) MB, 4.50 / 0.00 ms  (average mu = 0.9, current mu = 0.9) testing; GC in old space requested';

describe('parseTraceLine', () => {
  it('reads the lines of the tested Node versions', () => {
    expect(parseTraceLine(SCAVENGE)).toEqual({
      kind: 'Scavenge',
      beforeMb: 9.4,
      afterMb: 7.1,
      pauseMs: 1.25,
    });
    expect(parseTraceLine(OLDER)).toMatchObject({ kind: 'Mark-Compact', pauseMs: 4.5 });
  });

  it('leaves every other line alone', () => {
    expect(parseTraceLine('{"level":"info","msg":"Server listening"}')).toBeNull();
  });
});

describe('GcSummary', () => {
  it('adds up by kind', () => {
    const summary = new GcSummary();
    for (const pauseMs of [1, 2, 10]) {
      summary.add({ kind: 'Scavenge', beforeMb: 9, afterMb: 7, pauseMs });
    }
    const [head, row] = summary.lines(1000);
    expect(head?.trim().split(/\s+/)).toContain('p95');
    const cells = row?.trim().split(/\s{2,}/) ?? [];
    expect(cells.slice(0, 3)).toEqual(['Scavenge', '3', '13.0']);
    expect(Number(cells[3])).toBeGreaterThanOrEqual(2);
    expect(Number(cells[3])).toBeLessThanOrEqual(2.1);
    expect(cells.slice(5)).toEqual(['10.00', '1.30 %', '6', '7.0']);
  });

  it('says that there was none', () => {
    expect(new GcSummary().lines(1000)).toEqual(['no collection was seen']);
  });
});
