import { compareCourses } from './compare-courses.ts';
import type { HolderEvidence, SiteEvidence } from './evidence.ts';

/** Spread of the logarithm of a ratio that is one, where samples are many. */
const exactSpread = 0.3;
/** How far the logarithm lies above one, and below it, where a bound is loose or a site makes only a part. */
const above = Math.LN10;
const below = Math.LN2;
/** Ratios of things that have nothing to do with each other lie over three orders of magnitude. */
const strangers = 1 / Math.log(1000);
/** Samples beyond these make nothing surer: a site has other business beside the leak. */
const mostSamples = 40;
/** Courses this close are one: readings are minutes apart. */
const courseSlack = 0.1;
const courseFactor = { least: 1 / 50, most: 8 } as const;
/** Where one of them rests while the other grows. */
const contradicted = 1e-4;

/**
 * How much likelier it is that a site makes what a holder holds than that they are strangers; 1 says nothing.
 * Three things are asked: whether the site's bytes are those of the entries, of which a lower bound is known; whether
 * it has made one object per entry, or more; and whether both rose at the same times. Pure. O(points).
 */
export function siteFit(holder: HolderEvidence, site: SiteEvidence, sinceMs: number): number {
  const pair = compareCourses(holder.course, site.course, sinceMs);
  if (!pair) return contradicted;
  const { holderGain, siteGain, apart, bent } = pair;
  const samples = Math.max(1, (site.samples * siteGain) / Math.max(1, site.liveBytes));
  const spread = Math.hypot(exactSpread, 1 / Math.sqrt(samples));
  const { kind, leastBytesPerEntry } = holder;
  const bytes = leastBytesPerEntry
    ? ratioFit(siteGain / (holderGain * leastBytesPerEntry), spread)
    : 1;
  const isCounted = kind !== 'bytes' && site.objectBytes !== null;
  const objects = isCounted ? ratioFit(siteGain / site.objectBytes / holderGain, spread) : 1;
  const counted = Math.min(samples, mostSamples);
  const strangeness = slackened(apart) ** 2 - slackened(bent) ** 2;
  const course = Math.exp(-2 * counted * strangeness);
  return bytes * objects * Math.min(courseFactor.most, Math.max(courseFactor.least, course));
}

/** Half of the holders are weighed well, the others only from below; against strangers. */
function ratioFit(ratio: number, spread: number): number {
  const log = Math.log(ratio);
  const exact = Math.exp(-0.5 * (log / spread) ** 2) / (spread * Math.sqrt(2 * Math.PI));
  const loose = Math.exp(-Math.abs(log) / (log >= 0 ? above : below)) / (above + below);
  return (exact + loose) / 2 / strangers;
}

function slackened(distance: number): number {
  return Math.max(0, distance - courseSlack);
}
