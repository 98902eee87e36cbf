import { describe, expect, it } from 'vitest';
import { leakLimits } from './leak.limits.ts';
import { ObjectWatch } from './object-watch.ts';

const always = 1;

describe('a watched object', () => {
  it('is a survivor after its time and two major collections, not before', () => {
    const watch = new ObjectWatch();
    const object = {};
    watch.add('request', object, 0, 1000, always);
    const counts = [
      [500, 5],
      [1500, 5],
      [2000, 6],
      [2500, 7],
    ].map(([nowMs, majors]) => watch.judge(nowMs!, majors!)[0]!.count);
    expect(counts).toEqual([0, 0, 0, 1]);
    expect(watch.judge(3000, 9)[0]).toEqual({
      kind: 'request',
      count: 1,
      oldestMs: 3000,
      watchedTotal: 1,
    });
    expect(object).toEqual({});
  });
});

describe('a share of the objects', () => {
  it('stands for all of them', () => {
    let next = 0;
    const watch = new ObjectWatch(() => (next = (next + 0.37) % 1));
    const objects = Array.from({ length: 5000 }, () => ({}));
    for (const object of objects) watch.add('request', object, 0, 1, 0.02);
    expect(watch.size).toBeLessThan(200);
    watch.judge(10, 1);
    const [survivors] = watch.judge(20, 3);
    expect(survivors!.count).toBeGreaterThan(4500);
    expect(survivors!.count).toBeLessThanOrEqual(5000);
  });
});

describe('bounds', () => {
  it('keeps one kind within its table and its estimate right', () => {
    const watch = new ObjectWatch();
    const objects = Array.from({ length: 4000 }, () => ({}));
    for (const object of objects) watch.add('socket', object, 0, 1, always);
    expect(watch.size).toBeLessThanOrEqual(leakLimits.watchedPerKind.value);
    watch.judge(10, 1);
    const { count } = watch.judge(20, 3)[0]!;
    expect(Math.abs(count - 4000)).toBeLessThanOrEqual(400);
  });

  it('keeps all kinds together within the whole', () => {
    const watch = new ObjectWatch();
    const objects = Array.from({ length: 400 }, () => ({}));
    for (let kind = 0; kind < leakLimits.watchedKinds.value; kind++) {
      for (const object of objects) watch.add(`GET /${kind}`, object, 0, 1, always);
    }
    for (let kind = 0; kind < leakLimits.watchedKinds.value; kind++) {
      for (const object of objects) watch.add(`GET /${kind}`, object, 0, 1, always);
    }
    expect(watch.size).toBeLessThanOrEqual(leakLimits.watchedObjects.value * 2);
  });

  it('does not follow kinds beyond the last one', () => {
    const watch = new ObjectWatch();
    for (let kind = 0; kind <= leakLimits.watchedKinds.value; kind++) {
      watch.add(`GET /${kind}`, {}, 0, 1, always);
    }
    expect(watch.judge(0, 0)).toHaveLength(leakLimits.watchedKinds.value);
  });
});
