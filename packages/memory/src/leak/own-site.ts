import type { HolderEvidence, SiteEvidence } from './evidence.ts';
import type { SiteFrame } from './finding.ts';
import { isCollection, isInside, isPlace } from './fold-findings.ts';
import { inWords } from './in-words.ts';
import { clearFactor, matchSites } from './match-sites.ts';
import { siteFit } from './site-fit.ts';

/** What else a matching says, about a site that was named before. */
export interface SiteClaims {
  /** Whether the site that is named now was matched and is clear. */
  readonly isMatched: boolean;
  /** Sites that are clearly those of other holders. */
  readonly ofOthers: readonly SiteFrame[];
  /** Whether other holders grow and no site is clearly its own: one named while it grew alone may be theirs. */
  readonly isContested: boolean;
}

/** Says nothing about what was named before. */
export const noClaims: SiteClaims = { isMatched: false, ofOthers: [], isContested: false };

/** Which allocation site a finding may name, and the sentence that says so. */
export interface OwnSite {
  /** Null where none grows or none is clearly its own. */
  readonly site: SiteEvidence | null;
  readonly claims: SiteClaims;
  /** Null where no site grows. */
  readonly detail: string | null;
}

/** A site says how it grew when so many more samples of it are alive: fewer fit any holder. */
const leastSamples = 8;
/** How much likelier a clear match makes itself in later readings. */
const trust = 10;

/** Rates, and weights of an entry, that two collections of the same objects have in common. */
const sameRate = 1.05;
const sameWeight = 1.5;

/** The site that grows most: whose it is needs no asking while one holder grows. */
export function largestSite(sites: readonly SiteEvidence[]): OwnSite {
  const [largest] = sites;
  if (!largest) return { site: null, claims: noClaims, detail: null };
  // Places inside V8 have no file: a person can do nothing there.
  return { site: sites.find(isNamed) ?? null, claims: noClaims, detail: siteText(largest) };
}

/**
 * Which site each of the holders that grow may name. Where several places grow, sites are matched to them one to one;
 * what grows inside of another place or is a symptom, survivors and resources, takes the site that fits it alone.
 * `matchedBefore` gives the site that was a holder's own in a clear match, and speaks for it again. Holders that do
 * not grow have no answer. Pure. O(holders × sites × points), and what `matchSites` takes.
 */
export function ownSites(
  holders: readonly HolderEvidence[],
  sites: readonly SiteEvidence[],
  matchedBefore: (holder: HolderEvidence) => SiteFrame | null = () => null,
): Map<HolderEvidence, OwnSite> {
  const growing = holders.filter(({ growth }) => growth.shape === 'grows');
  const places = growing.filter((holder) => isPlaceOfItsOwn(holder, growing));
  if (places.length < 2 || sites.length === 0) {
    return new Map(growing.map((holder) => [holder, ownOrLargest(sites, matchedBefore(holder))]));
  }
  const named = sites.filter(isNamed);
  const isTelling = named.map((site) => gainedSamples(site) >= leastSamples);
  const firstMs = Math.min(...growing.map(({ course }) => course[0]?.atMs ?? Infinity));
  const fitsOf = (holder: HolderEvidence): number[] => {
    const before = matchedBefore(holder);
    return named.map((site, i) => {
      if (!isTelling[i]) return 0;
      const fit = siteFit(holder, site, Math.max(firstMs, site.readSinceMs));
      return before && isSameFrame(before, site) ? trust * fit : fit;
    });
  };
  const weights = places.map(fitsOf);
  const matches = matchSites(weights);
  const clearSites = matches.map(({ site, isClear }) => (isClear ? site : null));
  const none: OwnSite = {
    site: null,
    claims: {
      isMatched: false,
      ofOthers: named.filter((_, i) => clearSites.includes(i)),
      isContested: true,
    },
    detail: `${growText(sites)} beside ${places.length} holders, none of them clearly its own`,
  };
  const own = new Map<HolderEvidence, OwnSite>();
  for (const holder of growing) {
    const alone = places.includes(holder) ? undefined : clearlyBest(fitsOf(holder));
    own.set(holder, alone === undefined ? none : told(named[alone]!));
  }
  places.forEach((holder, i) => {
    const { site, isClear } = matches[i]!;
    if (site !== null && isClear) return own.set(holder, told(named[site]!));
    const best = clearlyBest(weights[i]!);
    if (best === undefined) return;
    const rivals = places.filter((_, j) => {
      const isElsewhere = matches[j]!.isClear && matches[j]!.site !== best;
      return j !== i && !isElsewhere && weights[j]![best]! * clearFactor > weights[i]![best]!;
    });
    if (rivals.length === 0 || !rivals.every((rival) => isTwin(holder, rival))) return;
    const shared = `${siteText(named[best]!)}; ${rivals[0]!.holder} grows alike and may hold the same`;
    own.set(holder, { site: named[best]!, claims: noClaims, detail: shared });
  });
  return own;
}

/** A clear match outlasts the other holders: their sites seem to grow for readings after they have ended. */
function ownOrLargest(sites: readonly SiteEvidence[], before: SiteFrame | null): OwnSite {
  if (!before || sites.length === 0) return largestSite(sites);
  const own = sites.find((site) => isSameFrame(before, site));
  if (own) return told(own);
  const detail = `${growText(sites)}, its own not among them`;
  return { site: null, claims: noClaims, detail };
}

/** Neither inside of another one that grows, nor accounts that are opened and kept with a collection. */
function isPlaceOfItsOwn(holder: HolderEvidence, growing: readonly HolderEvidence[]): boolean {
  if (!isPlace(holder.kind)) return false;
  if (growing.some((other) => isPlace(other.kind) && isInside(holder.holder, other.holder))) {
    return false;
  }
  if (isCollection(holder.kind)) return true;
  return !growing.some((other) => isCollection(other.kind) && hasSameRate(holder, other));
}

function isTwin(a: HolderEvidence, b: HolderEvidence): boolean {
  if (a.leastBytesPerEntry === null || b.leastBytesPerEntry === null) return false;
  return hasSameRate(a, b) && isClose(a.leastBytesPerEntry, b.leastBytesPerEntry, sameWeight);
}

function hasSameRate(a: HolderEvidence, b: HolderEvidence): boolean {
  return isClose(a.growth.perSecond, b.growth.perSecond, sameRate);
}

function isClose(a: number, b: number, factor: number): boolean {
  return Math.max(a, b) <= factor * Math.min(a, b);
}

/** The index of the largest, where it is larger than all others by the factor; it must speak for, not against. */
function clearlyBest(fits: readonly number[]): number | undefined {
  const [first = 0, second = 0] = fits.toSorted((a, b) => b - a);
  return first >= 1 && first >= clearFactor * second ? fits.indexOf(first) : undefined;
}

function told(site: SiteEvidence): OwnSite {
  return { site, claims: { ...noClaims, isMatched: true }, detail: siteText(site) };
}

function siteText({ functionName, file, line, growth }: SiteEvidence): string {
  return `live bytes allocated in ${functionName} (${file}:${line}) ${inWords.change(growth)}`;
}

function growText({ length }: readonly SiteEvidence[]): string {
  return `by the last readings ${length} allocation ${length === 1 ? 'site grows' : 'sites grow'}`;
}

function gainedSamples({ samples, liveBytes, growth }: SiteEvidence): number {
  return (samples * (growth.to - growth.from)) / Math.max(1, liveBytes);
}

/** Whether two frames are one function. */
export function isSameFrame(a: SiteFrame, b: SiteFrame): boolean {
  return a.functionName === b.functionName && a.file === b.file && a.line === b.line;
}

function isNamed({ file }: SiteEvidence): boolean {
  return file !== '';
}
