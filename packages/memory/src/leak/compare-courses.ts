import type { SeriesPoint } from './minima-series.ts';

/** What two series did in the time of the second. */
export interface CoursePair {
  readonly holderGain: number;
  readonly siteGain: number;
  /** Largest distance of the two courses, each from 0 at its begin to 1 at its end. */
  readonly apart: number;
  /** The same distance of the site's course from a straight line. */
  readonly bent: number;
}

/**
 * Holds a site's course against a holder's, from `sinceMs`, when sites began to be read, to the last reading; before
 * its first point a series is 0. The distance is that of Kolmogorov and Smirnov. Undefined where either has not
 * grown in that time. Pure. O(points).
 */
export function compareCourses(
  holder: readonly SeriesPoint[],
  site: readonly SeriesPoint[],
  sinceMs: number,
): CoursePair | undefined {
  const readings = site.filter(({ atMs }) => atMs >= sinceMs);
  const last = readings.at(-1);
  if (!last || last.atMs <= sinceMs) return undefined;
  const valueAt = follow(holder);
  const holderFrom = valueAt(sinceMs);
  const siteFrom = readings[0]!.atMs > sinceMs ? 0 : readings[0]!.value;
  const held = readings.map(({ atMs }) => valueAt(atMs) - holderFrom);
  const holderGain = held.at(-1)!;
  const siteGain = last.value - siteFrom;
  if (holderGain <= 0 || siteGain <= 0) return undefined;
  let apart = 0;
  let bent = 0;
  readings.forEach(({ atMs, value }, i) => {
    const share = (value - siteFrom) / siteGain;
    apart = Math.max(apart, Math.abs(share - held[i]! / holderGain));
    bent = Math.max(bent, Math.abs(share - (atMs - sinceMs) / (last.atMs - sinceMs)));
  });
  return { holderGain, siteGain, apart, bent };
}

/** Reads a series at rising times, on straight lines between its points. */
function follow(points: readonly SeriesPoint[]): (atMs: number) => number {
  let next = 0;
  return (atMs) => {
    while (next < points.length && points[next]!.atMs <= atMs) next++;
    const [before, after] = [points[next - 1], points[next]];
    if (!before) return 0;
    if (!after) return before.value;
    const share = (atMs - before.atMs) / (after.atMs - before.atMs);
    return before.value + share * (after.value - before.value);
  };
}
