import { describe, expect, it } from 'vitest';
import { GcHistogram, gcBucketsMs } from './gc-histogram.ts';
import { GcObserver } from './gc-observer.ts';
import { GcPauses } from './gc-pauses.ts';

describe('the pause histogram', () => {
  it('puts a pause into the first bucket that holds it', () => {
    const histogram = new GcHistogram();
    for (const ms of [0.5, 1, 1.1, 50, 51, 99_999]) histogram.add(ms);
    const { buckets, count, maxMs, totalMs } = histogram.snapshot();
    const filled = gcBucketsMs.map((bound, index) => [bound, buckets[index]]);
    expect(filled.filter(([, pauses]) => pauses !== 0)).toEqual([
      [1, 2],
      [5, 1],
      [50, 1],
      [100, 1],
    ]);
    expect(buckets.at(-1)).toBe(1);
    expect([count, maxMs]).toEqual([6, 99_999]);
    expect(totalMs).toBeCloseTo(100_102.6);
  });
});

describe('the ring of pauses', () => {
  it('keeps the newest', () => {
    const pauses = new GcPauses(2);
    pauses.add(1, 10, 'minor');
    pauses.add(2, 20, 'major');
    pauses.add(3, 30, 'incremental');
    expect(pauses.list()).toEqual([
      { atMs: 2, durationMs: 20, kind: 'major' },
      { atMs: 3, durationMs: 30, kind: 'incremental' },
    ]);
  });
});

describe('the observer', () => {
  it('tells of major collections only', () => {
    const observer = new GcObserver();
    const told: number[] = [];
    observer.onMajor = (pauseMs) => told.push(pauseMs);
    observer.record('minor', 0, 1);
    observer.record('major', 1, 20);
    observer.record('incremental', 2, 3);
    expect(told).toEqual([20]);
    const { kinds } = observer.snapshot();
    expect([kinds.minor.count, kinds.major.count, kinds.incremental.count]).toEqual([1, 1, 1]);
  });
});
