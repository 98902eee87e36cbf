import { describe, expect, it } from 'vitest';
import { STATEMENTS_COUNTED, WATCHED_FIRST, WATCHED_SHARE } from './performance.limits.ts';
import { RequestTrail } from './request-trail.ts';

describe('RequestTrail', () => {
  it('counts the statements of each request by itself, also after it has waited', async () => {
    const trail = new RequestTrail();
    const request = (route: string, times: number): Promise<number> =>
      new Promise((resolve) => {
        trail.run(route, () => {
          void (async () => {
            let last = 0;
            for (let at = 0; at < times; at += 1) {
              await Promise.resolve();
              expect(trail.route).toBe(route);
              last = trail.count('select 1');
            }
            resolve(last);
          })();
        });
      });
    expect(await Promise.all([request('GET /a', 3), request('GET /b', 5)])).toEqual([3, 5]);
    expect(trail.route).toBeNull();
    expect(trail.count('select 1')).toBe(0);
  });

  it('watches the first requests of a route and then one in some', () => {
    const trail = new RequestTrail();
    let watched = 0;
    for (let at = 0; at < WATCHED_FIRST + WATCHED_SHARE * 10; at += 1)
      trail.run('GET /a', () => (watched += trail.count('select 1')));
    expect(watched).toBeGreaterThanOrEqual(WATCHED_FIRST + 10);
    expect(watched).toBeLessThanOrEqual(WATCHED_FIRST + 11);
  });

  it('counts no more different statements of a request than its bound', () => {
    const trail = new RequestTrail();
    trail.run('GET /a', () => {
      for (let at = 0; at < STATEMENTS_COUNTED; at += 1)
        expect(trail.count(`select ${at}`)).toBe(1);
      expect(trail.count('one more')).toBe(0);
      expect(trail.count('select 0')).toBe(2);
    });
  });
});
