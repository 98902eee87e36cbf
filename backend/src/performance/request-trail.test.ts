import { describe, expect, it } from 'vitest';
import type { RunningWork } from '../platform/work/running-work.ts';
import { STATEMENTS_COUNTED, WATCHED_FIRST, WATCHED_SHARE } from './performance.limits.ts';
import { RequestTrail } from './request-trail.ts';

const request = (name = 'GET /a'): RunningWork => ({
  name,
  account: null,
  isRefusable: true,
  statements: undefined,
});

describe('RequestTrail', () => {
  it('counts the statements of each request by itself', () => {
    const trail = new RequestTrail();
    const [one, other] = [request(), request('GET /b')];
    const times = [one, other, one, one, other].map((work) => trail.count(work, 'select 1'));
    expect(times).toEqual([1, 1, 2, 3, 2]);
  });

  it('watches the first requests of a route and then one in some', () => {
    const trail = new RequestTrail();
    let watched = 0;
    for (let at = 0; at < WATCHED_FIRST + WATCHED_SHARE * 10; at += 1)
      watched += trail.count(request(), 'select 1');
    expect(watched).toBeGreaterThanOrEqual(WATCHED_FIRST + 10);
    expect(watched).toBeLessThanOrEqual(WATCHED_FIRST + 11);
  });

  it('counts no more different statements of a request than its bound', () => {
    const trail = new RequestTrail();
    const work = request();
    for (let at = 0; at < STATEMENTS_COUNTED; at += 1)
      expect(trail.count(work, `select ${at}`)).toBe(1);
    expect(trail.count(work, 'one more')).toBe(0);
    expect(trail.count(work, 'select 0')).toBe(2);
  });
});
