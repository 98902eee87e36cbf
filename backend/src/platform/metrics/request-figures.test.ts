import { describe, expect, it } from 'vitest';
import { RequestFigures } from './request-figures.ts';
import { metricsLimits } from './metrics.limits.ts';

describe('RequestFigures', () => {
  it('counts by route and class of status, aborted ones apart', () => {
    const figures = new RequestFigures();
    const row = figures.forRoute('GET /a');
    for (const status of [200, 201, 304, 404, 500]) figures.finished(row, status, false, 10);
    figures.finished(row, 200, true, 10);
    expect([...row.counts]).toEqual([0, 2, 1, 1, 1, 1]);
    expect(row.seconds.count).toBe(6);
  });

  it('gives the same row for the same route, and bounds their number', () => {
    const figures = new RequestFigures();
    expect(figures.forRoute('GET /a')).toBe(figures.forRoute('GET /a'));
    for (let index = 0; index < metricsLimits.seriesPerMetric; index++) {
      figures.forRoute(`GET /${index}`);
    }
    expect(figures.forRoute('GET /one-too-many')).toBe(figures.unknown);
  });

  it('starts a new window each time one is taken', () => {
    const figures = new RequestFigures();
    figures.finished(figures.unknown, 404, false, 7);
    const first = figures.takeWindow();
    expect(first.requests).toBe(1);
    expect(first.p99Ms).toBeCloseTo(7, 0);
    expect(figures.takeWindow()).toEqual({
      requests: 0,
      p50Ms: Number.NaN,
      p95Ms: Number.NaN,
      p99Ms: Number.NaN,
    });
  });
});
