import { describe, expect, it } from 'vitest';
import { figuresOf, medianOf, missed, type PageFigures } from './page-figures.ts';

const good: PageFigures = {
  score: 99,
  lcpMs: 1200,
  cls: 0,
  ttiMs: 1500,
  fidMs: 20,
  benchmarkIndex: 1800,
};

describe('the figures of a page', () => {
  it('are the medians of the runs on a fast enough machine', () => {
    const runs = [90, 98, 96, 97, 40].map((score) => ({ ...good, score }));
    const slow = { ...good, score: 1, benchmarkIndex: 900 };
    expect(medianOf([slow, ...runs, slow]).score).toBe(96);
    expect(medianOf([slow, slow]).score).toBe(1);
  });

  it('miss what they reach or pass, each device its own limits', () => {
    const bad = { ...good, score: 94, lcpMs: 2000, cls: 0.05, ttiMs: 3000, fidMs: 50 };
    expect(missed('phone', bad)).toEqual(['score 94', 'LCP 2000 ms', 'CLS 0.050', 'TTI 3000 ms']);
    expect(missed('desk', bad)).toEqual(['score 94', 'FID 50 ms']);
    expect([missed('phone', good), missed('desk', good)]).toEqual([[], []]);
  });

  it('are refused where Lighthouse measured nothing', () => {
    const empty = {
      environment: { benchmarkIndex: 1 },
      categories: { performance: { score: null } },
      audits: {},
    };
    expect(() => figuresOf(empty)).toThrow('did not measure largest-contentful-paint');
    expect(() => figuresOf({ ...empty, runtimeError: { message: 'no page' } })).toThrow('no page');
  });
});
