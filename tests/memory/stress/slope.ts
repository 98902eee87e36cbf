/** A straight line through points, with the 95 % confidence interval of its slope. */
export interface FittedSlope {
  readonly slope: number;
  readonly low: number;
  readonly high: number;
}

/** Two-sided 95 % quantiles of Student's t; beyond the table the normal one is near enough. */
const quantiles = [
  12.71, 4.3, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23, 2.2, 2.18, 2.16, 2.14, 2.13, 2.12,
  2.11, 2.1, 2.09, 2.09, 2.08, 2.07, 2.07, 2.06, 2.06, 2.06, 2.05, 2.05, 2.05, 2.04,
];

/** Ordinary least squares; needs three points. The interval takes the residuals for independent. */
export function fitSlope(points: readonly (readonly [x: number, y: number])[]): FittedSlope {
  const count = points.length;
  if (count < 3) throw new Error(`a slope needs three points, not ${count}`);
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / count;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / count;
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  const slope = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread;
  const residuals = points.reduce((sum, [x, y]) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0);
  const error = Math.sqrt(residuals / (count - 2) / spread);
  const margin = (quantiles[count - 3] ?? 1.96) * error;
  return { slope, low: slope - margin, high: slope + margin };
}

/** Medians of blocks of `seconds`: neighbours depend less on each other than single readings. */
export function blockMedians(
  readings: readonly (readonly [seconds: number, bytes: number])[],
  seconds: number,
): (readonly [number, number])[] {
  const blocks = Map.groupBy(readings, ([at]) => Math.floor(at / seconds));
  return [...blocks].map(([block, inside]) => {
    const sorted = inside.map(([, bytes]) => bytes).toSorted((a, b) => a - b);
    return [(block + 0.5) * seconds, sorted[sorted.length >> 1]!] as const;
  });
}
