/**
 * Estimates the value below which `share` of all observations lie, by linear interpolation inside the
 * bucket; `counts` has one entry more than the ascending `bounds`. Null without observations; above
 * the last bound the answer is that bound.
 */
export function bucketQuantile(
  bounds: readonly number[],
  counts: readonly number[],
  share: number,
): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const rank = share * total;
  let below = 0;
  for (const [index, count] of counts.entries()) {
    if (count > 0 && below + count >= rank) {
      const upper = bounds[index];
      if (upper === undefined) return bounds.at(-1) ?? 0;
      const lower = index === 0 ? 0 : (bounds[index - 1] ?? 0);
      return lower + ((upper - lower) * Math.max(0, rank - below)) / count;
    }
    below += count;
  }
  return bounds.at(-1) ?? 0;
}
