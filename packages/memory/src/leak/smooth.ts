import type { SeriesPoint } from './minima-series.ts';

/**
 * The series with each value replaced by the median of itself and its neighbours, and the ends by the
 * rule for end points (Tukey 1977): single outliers go, steps and straight lines stay as they are.
 */
export function smooth(points: readonly SeriesPoint[]): SeriesPoint[] {
  if (points.length < 3) return [...points];
  const values = points.map(({ value }) => value);
  const inner = values.map((value, i) =>
    i === 0 || i === values.length - 1 ? value : median(values[i - 1]!, value, values[i + 1]!),
  );
  const last = inner.length - 1;
  inner[0] = median(values[0]!, inner[1]!, 3 * inner[1]! - 2 * inner[2]!);
  inner[last] = median(
    values[last]!,
    inner[last - 1]!,
    3 * inner[last - 1]! - 2 * inner[last - 2]!,
  );
  return points.map((point, i) => ({ ...point, value: inner[i]! }));
}

function median(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
