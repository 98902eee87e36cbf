import { describe, expect, it } from 'vitest';
import { TriggerBook } from './triggers.ts';
import type { Sample, Thresholds } from './triggers.ts';

const thresholds: Thresholds = {
  memoryRatio: 0.9,
  memoryForMs: 120_000,
  performanceDrop: 0.2,
  performanceFloorMs: 5,
  performanceSamples: 5,
  healthFailures: 3,
  restarts: 3,
};
const good: Omit<Sample, 'atMs'> = {
  isHealthy: true,
  responseMs: 50,
  memoryRatio: 0.5,
  restarts: 0,
};

/** What holds after samples at intervals of ten seconds. */
function after(samples: readonly Partial<Sample>[], baselineMs: number | null = 50): string[] {
  const book = new TriggerBook(thresholds, baselineMs);
  samples.forEach((sample, index) => book.add({ atMs: index * 10_000, ...good, ...sample }));
  return book.holding().map(({ name }) => name);
}
const times = (count: number, sample: Partial<Sample>) =>
  Array.from({ length: count }, () => sample);

describe('the triggers', () => {
  it('are silent for a candidate that is well', () => {
    expect(after(times(100, {}))).toEqual([]);
  });

  it('memory: above 90 % for two minutes, not shorter and not with a break', () => {
    const short = { memoryRatio: 0.91 };
    expect(after(times(12, short))).toEqual([]);
    expect(after(times(13, short))).toEqual(['memory']);
    expect(after([...times(12, short), {}, ...times(12, short)])).toEqual([]);
    expect(after(times(20, { memoryRatio: 0.9 }))).toEqual([]);
  });

  it('memory: a look without a figure neither ends nor begins the time', () => {
    const short = { memoryRatio: 0.91 };
    expect(after([...times(6, short), ...times(6, { memoryRatio: null }), short])).toEqual([
      'memory',
    ]);
    expect(after(times(20, { memoryRatio: null }))).toEqual([]);
  });

  it('performance: the median of the last answers more than 20 % above the one before', () => {
    expect(after(times(5, { responseMs: 61 }))).toEqual(['performance']);
    expect(after(times(5, { responseMs: 60 }))).toEqual([]);
    expect(after(times(4, { responseMs: 500 }))).toEqual([]);
    expect(after([...times(2, { responseMs: 500 }), ...times(3, {})])).toEqual([]);
  });

  it('performance: no difference that is noise, and nothing without a figure from before', () => {
    expect(after(times(5, { responseMs: 5 }), 1)).toEqual([]);
    expect(after(times(5, { responseMs: 6.1 }), 1)).toEqual(['performance']);
    expect(after(times(5, { responseMs: 500 }), null)).toEqual([]);
  });

  it('health: more than three failed checks in a row', () => {
    const failed = { isHealthy: false, responseMs: null };
    expect(after(times(3, failed))).toEqual([]);
    expect(after(times(4, failed))).toEqual(['health']);
    expect(after([...times(3, failed), {}, ...times(3, failed)])).toEqual([]);
  });

  it('restarts: three while it is watched, whatever was counted before', () => {
    expect(after([{ restarts: 7 }, { restarts: 9 }])).toEqual([]);
    expect(after([{ restarts: 7 }, { restarts: 10 }])).toEqual(['restarts']);
  });

  it('names every trigger that holds', () => {
    const bad = { isHealthy: false, responseMs: null, memoryRatio: 0.99 };
    expect(after([...times(12, bad), { ...bad, restarts: 5 }])).toEqual([
      'memory',
      'health',
      'restarts',
    ]);
  });
});
