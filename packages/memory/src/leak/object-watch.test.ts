import { describe, expect, it } from 'vitest';
import { leakLimits } from './leak.limits.ts';
import { ObjectWatch } from './object-watch.ts';

const always = 1;

/** A watch whose objects all begin at `clock.now`. */
const watchAt = (random: () => number = Math.random, clock = { now: 0 }): ObjectWatch =>
  new ObjectWatch({ random, now: () => clock.now });

/** Mulberry32, so that a run can be repeated. */
const seeded = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
};

describe('a watched object', () => {
  it('is a survivor after its time and two major collections, not before', () => {
    const watch = watchAt();
    const object = {};
    watch.add('request', object, 1000, always);
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
    const objects = Array.from({ length: 5000 }, () => ({}));
    const counts = Array.from({ length: 40 }, (_, seed) => {
      const watch = watchAt(seeded(seed));
      for (const object of objects) watch.add('request', object, 1, 0.02);
      expect(watch.size).toBeLessThan(200);
      watch.judge(10, 1);
      return watch.judge(20, 3)[0]!.count;
    });
    const mean = counts.reduce((sum, each) => sum + each, 0) / counts.length;
    expect(Math.abs(mean - 5000)).toBeLessThanOrEqual(250);
  });

  it('may change between two objects, up to all and down to none', () => {
    const watch = watchAt(seeded(1));
    const objects = Array.from({ length: 1000 }, () => ({}));
    for (const object of objects) watch.add('job', object, Infinity, 0.0001);
    watch.judge(0, 0);
    const before = watch.size;
    for (const object of objects.slice(0, 100)) watch.add('job', object, Infinity, always);
    expect(watch.size - before).toBe(100);
    for (const object of objects) watch.add('job', object, Infinity, 0);
    expect(watch.size - before).toBe(100);
  });
});

describe('the estimate', () => {
  it.each([0, 15, 20, 36])(
    'does not depend on where in a round the one comes that stays (%i of 37)',
    (place) => {
      const rounds = 12;
      const estimates = Array.from({ length: 40 }, (_, seed) => {
        const watch = watchAt(seeded(seed));
        const objects = Array.from({ length: 37 * rounds }, () => ({}));
        for (const [index, object] of objects.entries()) {
          if (index % 37 === 0) watch.judge(0, 0);
          // What is gone needs no collection here: its time is never over.
          const deadlineMs = index % 37 === place ? 1 : Infinity;
          watch.add('job', object, deadlineMs, 0.02);
        }
        watch.judge(2, 1);
        return watch.judge(3, 4)[0]!.count;
      });
      const mean = estimates.reduce((sum, each) => sum + each, 0) / estimates.length;
      expect(Math.abs(mean - rounds)).toBeLessThan(0.2 * rounds);
    },
  );

  it('follows most of a kind of which a few more come than are followed in full', () => {
    const clock = { now: 0 };
    const watch = watchAt(seeded(7), clock);
    const objects = Array.from({ length: 100 * 20 }, () => ({}));
    for (let round = 0; round < 100; round++) {
      clock.now = round;
      const before = watch.size;
      for (const object of objects.slice(20 * round, 20 * round + 20)) {
        watch.add('job', object, 1000, 0.02);
      }
      if (round > 0 && round < 20) expect(watch.size - before).toBeGreaterThan(8);
      watch.judge(round, 0);
    }
  });
});

describe('bounds', () => {
  it('cuts a long name of a kind, and knows the kind again by it', () => {
    const watch = watchAt();
    const start = 'r'.repeat(leakLimits.pathCharacters.value);
    for (const end of ['', ' one', ' two', ' one']) watch.add(start + end, {}, 1, always);
    expect(watch.judge(0, 0).map(({ kind, watchedTotal }) => [kind, watchedTotal])).toEqual([
      [start, 4],
    ]);
  });

  it('keeps one kind within its table and its estimate right', () => {
    const watch = watchAt();
    const objects = Array.from({ length: 4000 }, () => ({}));
    for (const object of objects) watch.add('socket', object, 1, always);
    expect(watch.size).toBeLessThanOrEqual(leakLimits.watchedPerKind.value);
    watch.judge(10, 1);
    const { count } = watch.judge(20, 3)[0]!;
    expect(Math.abs(count - 4000)).toBeLessThanOrEqual(400);
  });

  it('keeps all kinds together within the whole', () => {
    const watch = watchAt();
    const objects = Array.from({ length: 400 }, () => ({}));
    for (let kind = 0; kind < leakLimits.watchedKinds.value; kind++) {
      for (const object of objects) watch.add(`GET /${kind}`, object, 1, always);
    }
    for (let kind = 0; kind < leakLimits.watchedKinds.value; kind++) {
      for (const object of objects) watch.add(`GET /${kind}`, object, 1, always);
    }
    expect(watch.size).toBeLessThanOrEqual(leakLimits.watchedObjects.value * 2);
  });

  it('does not follow kinds beyond the last one', () => {
    const watch = watchAt();
    for (let kind = 0; kind <= leakLimits.watchedKinds.value; kind++) {
      watch.add(`GET /${kind}`, {}, 1, always);
    }
    expect(watch.judge(0, 0)).toHaveLength(leakLimits.watchedKinds.value);
  });
});
