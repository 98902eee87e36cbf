import type { MemoryHistory } from '@lexiflow/contracts';
import { describe, expect, it } from 'vitest';
import { historyFigures, HistoryRing } from './history-ring.ts';

function history(at: number[]): MemoryHistory {
  const figures = Object.fromEntries(
    historyFigures.map((figure) => [figure, at.map((ms) => ms * 2)]),
  );
  return { intervalMs: 1000, at, ...figures } as MemoryHistory;
}

describe('HistoryRing', () => {
  it('keeps the newest samples in order, however they arrive', () => {
    const ring = new HistoryRing(5);
    let at = 0;
    for (const batch of [1, 3, 2, 7, 1, 12]) {
      ring.append(history(Array.from({ length: batch }, () => (at += 1000))));
      const expected = Array.from({ length: Math.min(5, at / 1000) }, (_, index) => {
        return at / 1000 - Math.min(5, at / 1000) + index + 1;
      });
      expect([...ring.times()]).toEqual(expected);
      expect([...ring.values('p99Ms')]).toEqual(expected.map((seconds) => seconds * 2000));
    }
  });

  it('ignores samples it already holds', () => {
    const ring = new HistoryRing(5);
    expect(ring.append(history([1000, 2000]))).toBe(2);
    expect(ring.append(history([1000, 2000, 3000]))).toBe(1);
    expect(ring.lastAtMs).toBe(3000);
    expect(ring.size).toBe(3);
  });

  it('is empty before the first sample', () => {
    const ring = new HistoryRing(5);
    expect(ring.lastAtMs).toBe(0);
    expect(ring.times()).toHaveLength(0);
  });

  it('reads a figure the server did not send as a gap', () => {
    const ring = new HistoryRing(5);
    ring.append({ ...history([1000]), heapFloorBytes: [] });
    expect([...ring.values('heapFloorBytes')]).toEqual([Number.NaN]);
  });
});
