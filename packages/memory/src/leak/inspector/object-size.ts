/** Below this many samples V8's rounding says more than the size does. */
const leastSamples = 4;
/** A sample that stands for so many times the median is a table that holds the others, a `Map`'s or an array's. */
const outlying = 1.25;

/**
 * Mean size of the sampled objects of one place, in bytes; each byte counts once, so large objects weigh more.
 * V8 gives each sample the weight of `size ÷ (1 − e^(−size ÷ interval))` bytes (Poisson sampling), which is
 * `interval + size ÷ 2` for objects smaller than the interval: what is more than the interval tells the size.
 * Samples far above the median are left out: a collection of many entries has one table of megabytes, allocated where
 * they are added. Null for too few samples. Pure. O(n log n) of the samples.
 */
export function meanObjectBytes(
  liveBytes: number,
  sampleBytes: readonly number[],
  intervalBytes: number,
): number | null {
  const sorted = sampleBytes.toSorted((a, b) => a - b);
  const usualMost = outlying * sorted[sorted.length >> 1]!;
  const tables = sorted.filter((bytes) => bytes > usualMost);
  const samples = sorted.length - tables.length;
  if (samples < leastSamples || intervalBytes <= 0) return null;
  const weight = tables.reduce((rest, bytes) => rest - bytes, liveBytes) / samples;
  if (weight <= intervalBytes) return null;
  let size = weight - intervalBytes;
  // Newton's method; weight(size) is convex and rises by 1/2 … 1 per byte, so it closes in from the left.
  for (let step = 0; step < 20; step++) {
    const kept = -Math.expm1(-size / intervalBytes);
    const error = weight - size / kept;
    if (Math.abs(error) < 0.5) break;
    const slope = (kept - (size / intervalBytes) * (1 - kept)) / (kept * kept);
    size += error / slope;
  }
  return size;
}
