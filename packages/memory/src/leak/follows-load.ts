import type { SeriesPoint } from './minima-series.ts';

/** Load has to vary by this share of its mean before anything can be said to follow it. */
const leastVariation = 0.2;
/** Share of the variance that load alone must explain. */
const leastExplained = 0.6;
/** An explanation that is worse by no more than this is as good. */
const asGood = 0.98;

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Share of the variance of `ys` that a straight line over `xs` explains, 0 … 1; 0 for a falling one. */
function explained(xs: readonly number[], ys: readonly number[]): number {
  const [mx, my] = [mean(xs), mean(ys)];
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < xs.length; i++) {
    const dx = xs[i]! - mx;
    const dy = ys[i]! - my;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  return xx === 0 || yy === 0 || xy <= 0 ? 0 : (xy * xy) / (xx * yy);
}

/** Each value and its neighbours within `reach`, as their mean. */
function calmed(values: readonly number[], reach: number): number[] {
  return values.map((_, at) => mean(values.slice(Math.max(0, at - reach), at + reach + 1)));
}

/** Neighbours on each side over which a load is averaged. */
const loadReach = 2;

/**
 * Whether a size follows the *level* of the load (a pool, work in flight: it will shrink when the
 * load does) rather than the work done so far or the time (a leak). Least squares on each, compared.
 */
export function followsLoad(points: readonly SeriesPoint[]): boolean {
  const sizes: number[] = [];
  const loads: number[] = [];
  const works: number[] = [];
  const times: number[] = [];
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1]!, points[i]!];
    const ms = b.atMs - a.atMs;
    if (ms <= 0) continue;
    sizes.push(b.value);
    loads.push((b.work - a.work) / ms);
    works.push(b.work);
    times.push(b.atMs);
  }
  if (sizes.length < 4) return false;
  // Counted over short times a load is noisy, and time is not: the noise alone would speak for time.
  const levels = calmed(loads, loadReach);
  const level = mean(levels);
  const deviation = Math.sqrt(mean(levels.map((load) => (load - level) ** 2)));
  if (deviation < leastVariation * level) return false;
  const byLevel = explained(levels, sizes);
  // A load that rises evenly fits as well as time does: then it has the benefit of the doubt.
  return (
    byLevel >= leastExplained &&
    byLevel > explained(works, sizes) &&
    byLevel >= asGood * explained(times, sizes)
  );
}
