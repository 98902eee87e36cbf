import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { FakeClock } from '../fake-clock.ts';
import { NumberRing } from './number-ring.ts';
import { RingBuffer } from './ring-buffer.ts';
import { SlidingWindow } from './sliding-window.ts';

describe('a ring buffer', () => {
  it('is the tail of what was pushed, whatever else was done', () => {
    const step = fc.oneof(
      { weight: 5, arbitrary: fc.record({ push: fc.integer() }) },
      { weight: 2, arbitrary: fc.constant('shift' as const) },
      { weight: 1, arbitrary: fc.constant('pop' as const) },
      { weight: 1, arbitrary: fc.constant('clear' as const) },
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.array(step), (capacity, steps) => {
        const ring = new RingBuffer<number>(capacity);
        let model: number[] = [];
        for (const one of steps) {
          if (one === 'shift') expect(ring.shift()).toBe(model.shift());
          else if (one === 'pop') expect(ring.pop()).toBe(model.pop());
          else if (one === 'clear') {
            ring.clear();
            model = [];
          } else {
            model.push(one.push);
            expect(ring.push(one.push)).toBe(model.length > capacity ? model.shift() : undefined);
          }
          expect(ring.toArray()).toEqual(model);
          expect([ring.length, ring.at(0), ring.at(-1)]).toEqual([
            model.length,
            model[0],
            model.at(-1),
          ]);
          expect(ring.isFull).toBe(model.length === capacity);
        }
      }),
    );
  });

  test.each([0, -1, 1.5, NaN])('refuses a capacity of %f', (capacity) => {
    expect(() => new RingBuffer(capacity)).toThrowError(
      expect.objectContaining({ code: 'BOUNDED_OPTION_INVALID' }),
    );
  });
});

describe('a number ring', () => {
  it('gives the figures of its last numbers', () => {
    const ring = new NumberRing(4);
    expect([ring.mean(), ring.quantile(0.5)]).toEqual([NaN, NaN]);
    for (const value of [100, 4, 1, 3, 2]) ring.push(value);
    expect([...ring]).toEqual([4, 1, 3, 2]);
    expect([ring.mean(), ring.min(), ring.max()]).toEqual([2.5, 1, 4]);
    expect([0, 0.25, 0.5, 0.51, 0.99, 1].map((share) => ring.quantile(share))).toEqual([
      1, 1, 2, 3, 4, 4,
    ]);
    expect([ring.at(0), ring.at(-1), ring.at(4)]).toEqual([4, 2, undefined]);
  });
});

describe('a sliding window', () => {
  it('forgets a sample when it is windowMs old', () => {
    const clock = new FakeClock();
    const window = new SlidingWindow({ windowMs: 1000, maxSamples: 100, clock });
    window.add(5);
    clock.advance(600);
    window.add(15);
    expect(window.figures()).toEqual({
      count: 2,
      sum: 20,
      mean: 10,
      max: 15,
      perSecond: 2,
      isCut: false,
    });
    clock.advance(400);
    expect(window.figures()).toMatchObject({ count: 1, sum: 15, max: 15 });
    clock.advance(600);
    expect(window.figures()).toEqual({
      count: 0,
      sum: 0,
      mean: 0,
      max: 0,
      perSecond: 0,
      isCut: false,
    });
  });

  it('is as exact after a value that no sum survives', () => {
    const clock = new FakeClock();
    const window = new SlidingWindow({ windowMs: 1000, maxSamples: 10, clock });
    for (const value of [NaN, 1e17]) {
      window.add(value);
      clock.advance(600);
      window.add(1);
      clock.advance(600);
      expect(window.figures()).toMatchObject({ count: 1, sum: 1, mean: 1 });
      clock.advance(1000);
    }
  });

  it('says so when it had to drop samples early, and gives the rate over what it covers', () => {
    const clock = new FakeClock();
    const window = new SlidingWindow({ windowMs: 10_000, maxSamples: 10, clock });
    for (let i = 0; i < 100; i++) {
      clock.advance(10);
      window.add(1);
    }
    expect(window.stats()).toEqual({ bytes: 160, samples: 10, maxSamples: 10, droppedTotal: 90 });
    const { count, isCut, perSecond } = window.figures();
    expect([count, isCut]).toEqual([10, true]);
    expect(perSecond).toBeCloseTo(100, -1);
    clock.advance(10_000);
    expect(window.figures().isCut).toBe(false);
  });

  it('is what a list filtered by time is', () => {
    const step = fc.tuple(fc.nat(400), fc.integer({ min: -50, max: 50 }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const clock = new FakeClock();
        const window = new SlidingWindow({ windowMs: 1000, maxSamples: 1000, clock });
        const all: { atMs: number; value: number }[] = [];
        for (const [waitMs, value] of steps) {
          clock.advance(waitMs);
          window.add(value);
          all.push({ atMs: clock.now(), value });
          const held = all.filter(({ atMs }) => atMs > clock.now() - 1000).map((one) => one.value);
          expect(window.figures().count).toBe(held.length);
          expect(window.figures().sum).toBe(held.reduce((sum, one) => sum + one, 0));
          expect(window.figures().max).toBe(Math.max(...held));
        }
      }),
    );
  });
});
