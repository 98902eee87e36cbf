import type { Growth, GrowthRules } from './judge-growth.ts';
import { judgeGrowth } from './judge-growth.ts';
import type { SeriesPoint } from './minima-series.ts';

/** One release may be left out per this many floors. */
const floorsPerRelease = 8;
/** A fall below this share of the largest one is noise beside it. */
const leastFall = 0.25;

/**
 * Whether floors after major collections rise. Now and then V8 lets go of something of its own
 * (compiled code, feedback): one fall per eight floors is taken out of the series before it is judged
 * again; where falls are more, they are the program's own. Pure. O(points²).
 */
export function judgeFloor(points: readonly SeriesPoint[], rules: GrowthRules): Growth {
  const whole = judgeGrowth(points, rules);
  if (whole.shape !== 'unsteady' && whole.shape !== 'flat') return whole;
  const falls = largestFalls(points);
  if (falls.length > Math.max(1, Math.floor(points.length / floorsPerRelease))) return whole;
  const released = points.map((point, index) => {
    const bytes = falls.reduce((sum, { at, fall }) => (at <= index ? sum + fall : sum), 0);
    return { ...point, value: point.value + bytes };
  });
  return judgeGrowth(released, rules);
}

function largestFalls(points: readonly SeriesPoint[]): { at: number; fall: number }[] {
  const falls = points.map(({ value }, at) => ({
    at,
    fall: at === 0 ? 0 : points[at - 1]!.value - value,
  }));
  const largest = Math.max(0, ...falls.map(({ fall }) => fall));
  return falls.filter(({ fall }) => fall > 0 && fall >= leastFall * largest);
}
