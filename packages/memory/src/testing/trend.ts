/** How a series of equally spaced figures moves. */
export interface Trend {
  /** Median of all pairwise slopes (Theil 1950, Sen 1968): one step or one spike does not bend it. */
  readonly perStep: number;
  /** Standard score of the rising pairs over the falling ones (Mann 1945, Kendall 1938), ties counted. */
  readonly score: number;
}

/** Trend of a short series; both 0 where there are fewer than four figures. O(figures²). */
export function trendOf(figures: readonly number[]): Trend {
  const count = figures.length;
  if (count < 4) return { perStep: 0, score: 0 };
  const slopes: number[] = [];
  let rising = 0;
  for (let later = 1; later < count; later++) {
    for (let earlier = 0; earlier < later; earlier++) {
      const change = figures[later]! - figures[earlier]!;
      slopes.push(change / (later - earlier));
      rising += Math.sign(change);
    }
  }
  const variance = varianceOf(figures);
  // The continuity correction: a whole number compared with a smooth curve.
  const score = variance === 0 ? 0 : (rising - Math.sign(rising)) / Math.sqrt(variance);
  return { perStep: medianOf(slopes), score };
}

/** Variance of the rising pairs of figures in random order, smaller where figures are equal. */
function varianceOf(figures: readonly number[]): number {
  const ties = new Map<number, number>();
  for (const figure of figures) ties.set(figure, (ties.get(figure) ?? 0) + 1);
  const weigh = (n: number) => n * (n - 1) * (2 * n + 5);
  let sum = weigh(figures.length);
  for (const tie of ties.values()) sum -= weigh(tie);
  return sum / 18;
}

function medianOf(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
