/** Below this many samples V8's rounding says more than the size does. */
const leastSamples = 4;

/**
 * Mean size of the sampled objects of one place, in bytes; each byte counts once, so large objects weigh more.
 * V8 gives each sample the weight of `size ÷ (1 − e^(−size ÷ interval))` bytes (Poisson sampling), which is
 * `interval + size ÷ 2` for objects smaller than the interval: what is more than the interval tells the size.
 * Null for too few samples. Pure.
 */
export function meanObjectBytes(
  liveBytes: number,
  samples: number,
  intervalBytes: number,
): number | null {
  if (samples < leastSamples || intervalBytes <= 0) return null;
  const weight = liveBytes / samples;
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
