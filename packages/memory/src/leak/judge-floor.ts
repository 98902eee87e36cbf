import type { Growth, GrowthRules } from './judge-growth.ts';
import { judgeGrowth } from './judge-growth.ts';
import type { SeriesPoint } from './minima-series.ts';

/** One release may be left out per this many floors. */
const floorsPerRelease = 8;
/** Growth of which as many rises as there are falls hold this share is no growth: memory comes and goes. */
const mostOfPairedRises = 0.5;
/** A fall below this share of the largest one is noise beside it. */
const leastFall = 0.25;

/**
 * Whether floors after major collections rise. Now and then V8 lets go of something of its own
 * (compiled code, feedback): one fall per eight floors is taken out of the series before it is judged
 * again; where falls are more, they are the program's own, and so they are where each undoes a rise as
 * sudden. The way back from a single high floor is no fall: that was read before V8 had swept. Pure.
 * O(points²).
 */
export function judgeFloor(points: readonly SeriesPoint[], rules: GrowthRules): Growth {
  const whole = judgeGrowth(points, rules);
  if (whole.shape !== 'unsteady' && whole.shape !== 'flat') return whole;
  const calm = withoutPeaks(points);
  const falls = largestFalls(calm);
  const mostFalls = Math.max(1, Math.floor(points.length / floorsPerRelease));
  if (falls.length === 0 || falls.length > mostFalls) return whole;
  const released = calm.map((point, index) => {
    const bytes = falls.reduce((sum, { at, fall }) => (at <= index ? sum + fall : sum), 0);
    return { ...point, value: point.value + bytes };
  });
  const grown = released.at(-1)!.value - released[0]!.value;
  if (largestRises(calm, falls.length) > mostOfPairedRises * grown) return whole;
  return judgeGrowth(released, rules);
}

/** Each floor that is above both its neighbours lowered to the higher of them; the ends have one. */
function withoutPeaks(points: readonly SeriesPoint[]): SeriesPoint[] {
  return points.map((point, at) => {
    const before = points[at - 1]?.value ?? -Infinity;
    const after = points[at + 1]?.value ?? -Infinity;
    return { ...point, value: Math.min(point.value, Math.max(before, after)) };
  });
}

/** What each floor but the first is above the one before it. */
function steps(points: readonly SeriesPoint[]): number[] {
  return points.slice(1).map(({ value }, at) => value - points[at]!.value);
}

/** Sum of the `count` largest rises from one floor to the next. */
function largestRises(points: readonly SeriesPoint[], count: number): number {
  const largest = steps(points).toSorted((a, b) => b - a);
  return largest.slice(0, count).reduce((sum, rise) => sum + rise, 0);
}

function largestFalls(points: readonly SeriesPoint[]): { at: number; fall: number }[] {
  const falls = steps(points).map((step, before) => ({ at: before + 1, fall: -step }));
  const largest = Math.max(0, ...falls.map(({ fall }) => fall));
  return falls.filter(({ fall }) => fall > 0 && fall >= leastFall * largest);
}
