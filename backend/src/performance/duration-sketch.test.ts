import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DurationSketch } from './duration-sketch.ts';

function sketchOf(durations: readonly number[]): DurationSketch {
  const sketch = new DurationSketch();
  for (const durationMs of durations) sketch.add(durationMs);
  return sketch;
}

describe('DurationSketch', () => {
  it('tells quantiles within 15 % of the true ones', () => {
    const durations = fc.array(fc.double({ min: 1, max: 20_000, noNaN: true }), { minLength: 1 });
    const share = fc.constantFrom(0.5, 0.9, 0.95, 0.99, 1);
    fc.assert(
      fc.property(durations, share, (given, wanted) => {
        const sorted = given.toSorted((a, b) => a - b);
        const exact = sorted[Math.ceil(sorted.length * wanted) - 1] ?? 0;
        const told = sketchOf(given).quantile(wanted);
        expect(told / exact).toBeGreaterThan(0.85);
        expect(told / exact).toBeLessThan(1.15);
      }),
    );
  });

  it('counts together what two have counted', () => {
    const merged = sketchOf([10, 10, 10]);
    merged.merge(sketchOf([1000, 1000, 1000, 1000]));
    expect(merged.quantile(0.4)).toBeCloseTo(sketchOf([10]).quantile(1));
    expect(merged.quantile(0.95)).toBeCloseTo(sketchOf([1000]).quantile(1));
  });

  it('is 0 when nothing was counted', () => {
    expect(new DurationSketch().quantile(0.95)).toBe(0);
  });
});
