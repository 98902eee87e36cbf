import { followsLoad } from './follows-load.ts';
import type { SeriesPoint } from './minima-series.ts';
import { smooth } from './smooth.ts';
import { theilSen } from './theil-sen.ts';

/** Why a series counts as growing or not. */
export type GrowthShape =
  'too-short' | 'flat' | 'unsteady' | 'step' | 'saturates' | 'follows-load' | 'grows';

/** What a series of minima did. */
export interface Growth {
  readonly shape: GrowthShape;
  readonly from: number;
  readonly to: number;
  readonly perSecond: number;
  readonly spanMs: number;
}

/** What counts as growth for one kind of series. */
export interface GrowthRules {
  readonly leastPoints: number;
  readonly leastGrowth: number;
  /** Share by which rising pairs must outweigh falling ones, 0 … 1. */
  readonly leastConcordance: number;
  /** Whether `work` counts what arrives, so that a size can be held against the load. */
  readonly isLoadKnown?: boolean;
}

/** A quarter of the span may hold at most this share of the growth: more is a step. */
const mostOfOneQuarter = 0.7;

/** Growth of the last third below this share of the first is a curve that levels off. */
const leastLastThird = 0.5;

function valueAt(points: readonly SeriesPoint[], share: number, axis: 'atMs' | 'work'): number {
  const first = points[0]![axis];
  const wanted = first + share * (points.at(-1)![axis] - first);
  let value = points[0]!.value;
  for (const point of points) {
    if (point[axis] > wanted) break;
    value = point.value;
  }
  return value;
}

/** Growth in each of `parts` equal parts of an axis. */
function parts(points: readonly SeriesPoint[], axis: 'atMs' | 'work', count: number): number[] {
  const edges = Array.from({ length: count + 1 }, (_, i) => valueAt(points, i / count, axis));
  return edges.slice(1).map((edge, i) => edge - edges[i]!);
}

/**
 * Levelling off: the last third brings less than half of the first, or each third less than the one
 * before so that, going on like this, less is to come than has come.
 */
function saturates(points: readonly SeriesPoint[], axis: 'atMs' | 'work'): boolean {
  const [first, second, last] = parts(points, axis, 3) as [number, number, number];
  if (last < leastLastThird * first) return true;
  if (!(first > second && second > last)) return false;
  const ratio = Math.sqrt(last / first);
  return (last * ratio) / (1 - ratio) < first + second + last;
}

/**
 * Whether minima rise all the way: not for a short while, not in one step, not levelling off over
 * time and over work, and not as the load does. Pure. O(points²).
 */
export function judgeGrowth(points: readonly SeriesPoint[], rules: GrowthRules): Growth {
  const from = points[0]?.value ?? 0;
  const to = points.at(-1)?.value ?? 0;
  const spanMs = points.length < 2 ? 0 : points.at(-1)!.atMs - points[0]!.atMs;
  const answer = (shape: GrowthShape, perMs = 0): Growth => {
    return { shape, from, to, perSecond: perMs * 1000, spanMs };
  };
  if (points.length < rules.leastPoints || spanMs <= 0) return answer('too-short');
  if (to - from < rules.leastGrowth) return answer('flat');
  const { perMs, concordance } = theilSen(points);
  if (concordance < rules.leastConcordance) return answer('unsteady', perMs);
  const worked = points.at(-1)!.work > points[0]!.work;
  const calm = smooth(points);
  const quarters = parts(calm, 'atMs', 4);
  if (Math.max(...quarters) > mostOfOneQuarter * quarters.reduce((sum, part) => sum + part, 0)) {
    return answer('step', perMs);
  }
  if (saturates(calm, 'atMs') && (!worked || saturates(calm, 'work'))) {
    return answer('saturates', perMs);
  }
  if (worked && rules.isLoadKnown && followsLoad(points)) return answer('follows-load', perMs);
  return answer('grows', perMs);
}
