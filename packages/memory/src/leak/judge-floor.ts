import type { Growth, GrowthRules } from './judge-growth.ts';
import { judgeGrowth } from './judge-growth.ts';
import type { SeriesPoint } from './minima-series.ts';

/** Neighbouring floors that must rise, of all, where the whole series is not steady. */
const leastRising = 0.75;
/** Neighbouring pairs below which that says nothing. */
const leastPairs = 5;

/**
 * Whether floors after major collections rise. Where one release (compiled code that V8 drops, a cache
 * that is emptied) breaks the series, the median of neighbouring slopes still tells: it agrees with a
 * holder that grows, and never convicts alone. Pure. O(points²).
 */
export function judgeFloor(points: readonly SeriesPoint[], rules: GrowthRules): Growth {
  const whole = judgeGrowth(points, rules);
  if (whole.shape !== 'unsteady' && whole.shape !== 'flat') return whole;
  const slopes: number[] = [];
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1]!, points[i]!];
    slopes.push((b.value - a.value) / Math.max(1e-9, b.atMs - a.atMs));
  }
  const rising = slopes.filter((slope) => slope > 0).length;
  if (slopes.length < leastPairs || rising < leastRising * slopes.length) return whole;
  const perMs = slopes.sort((a, b) => a - b)[slopes.length >> 1]!;
  const grown = perMs * whole.spanMs;
  if (grown < rules.leastGrowth) return whole;
  return { ...whole, shape: 'grows', from: whole.to - grown, perSecond: perMs * 1000 };
}
