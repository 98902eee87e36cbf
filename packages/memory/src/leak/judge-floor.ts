import type { Growth, GrowthRules } from './judge-growth.ts';
import { judgeGrowth } from './judge-growth.ts';
import type { SeriesPoint } from './minima-series.ts';

/** One release may be left out per this many floors. */
const floorsPerRelease = 8;

/**
 * Whether floors after major collections rise. Now and then V8 lets go of something of its own
 * (compiled code, feedback): the largest falls, one per eight floors, are taken out of the series
 * before it is judged again. What agrees with a holder this way never convicts alone. Pure.
 */
export function judgeFloor(points: readonly SeriesPoint[], rules: GrowthRules): Growth {
  const whole = judgeGrowth(points, rules);
  if (whole.shape !== 'unsteady' && whole.shape !== 'flat') return whole;
  return judgeGrowth(withoutReleases(points), rules);
}

function withoutReleases(points: readonly SeriesPoint[]): SeriesPoint[] {
  const falls = points
    .slice(1)
    .map((point, index) => ({ at: index + 1, fall: points[index]!.value - point.value }))
    .filter(({ fall }) => fall > 0)
    .sort((a, b) => b.fall - a.fall)
    .slice(0, Math.ceil(points.length / floorsPerRelease));
  return points.map((point, index) => {
    const released = falls.reduce((sum, { at, fall }) => (at <= index ? sum + fall : sum), 0);
    return { ...point, value: point.value + released };
  });
}
