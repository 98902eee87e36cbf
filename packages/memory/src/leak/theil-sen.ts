import type { SeriesPoint } from './minima-series.ts';

/** A robust straight line through points, and how surely they rise. */
export interface RobustSlope {
  /** Units of value per millisecond: the median of all pairwise slopes. */
  readonly perMs: number;
  /** (rising − falling) ÷ (rising + falling) pairs, −1 … 1; 0 where nothing moves. */
  readonly concordance: number;
}

/**
 * The median of pairwise slopes (Theil 1950, Sen 1968) and the pairs that agree (Kendall 1938,
 * Mann 1945): up to 29 % of the points may be anything without bending the line. O(points²).
 */
export function theilSen(points: readonly SeriesPoint[]): RobustSlope {
  const slopes = new Float64Array((points.length * (points.length - 1)) / 2);
  let pairs = 0;
  let rising = 0;
  let falling = 0;
  for (let later = 1; later < points.length; later++) {
    const b = points[later]!;
    for (let earlier = 0; earlier < later; earlier++) {
      const a = points[earlier]!;
      const change = b.value - a.value;
      if (change > 0) rising++;
      else if (change < 0) falling++;
      slopes[pairs++] = change / Math.max(1e-9, b.atMs - a.atMs);
    }
  }
  slopes.sort();
  const moving = rising + falling;
  return {
    perMs: pairs === 0 ? 0 : slopes[pairs >> 1]!,
    concordance: moving === 0 ? 0 : (rising - falling) / moving,
  };
}
