import { describeHolder, suggestionFor } from './describe-finding.ts';
import type { HolderEvidence, ProcessEvidence, SiteEvidence } from './evidence.ts';
import type { FindingDraft } from './finding-book.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { Growth } from './judge-growth.ts';
import { judge } from './judge.ts';
import type { Verdict } from './judge.ts';
import type { LeakSettings } from './leak-settings.ts';
import { leakLimits } from './leak.limits.ts';

/** Judges one holder and words what follows; undefined for the innocent. Pure. */
export function draftFinding(
  holder: HolderEvidence,
  process: ProcessEvidence,
  settings: LeakSettings,
): FindingDraft | undefined {
  const verdict = judge(holder, process, settings);
  return verdict.status === 'innocent' ? undefined : word(holder, process, verdict);
}

/** A collection, or a site, that accounts for this share of the growth explains it. */
const explains = 1 / 3;

/** What known collections have to do with the growth of live memory. */
export interface Explanation {
  /** What they, bounded ones too, have gained. */
  readonly bytes: number;
  /** Whether one is on its way to its bound for so long already, to the present. */
  readonly isFillingUp: (forMs: number) => boolean;
}

/**
 * When live memory grows for longer than usual and no collection explains it: the allocation site that
 * grows with it, if that does. A suspicion only while a bounded collection fills up, which it does for the later
 * half of the growth. Undefined where nothing is to be said. Pure.
 */
export function draftUnheld(
  process: ProcessEvidence,
  explanation: Explanation,
  settings: LeakSettings,
): FindingDraft | undefined {
  const { heap, external, sites } = process;
  const memory = heap.shape === 'grows' ? heap : external;
  const site = sites[0];
  const grown = memory.to - memory.from;
  if (memory.shape !== 'grows' || explanation.bytes >= explains * grown) return undefined;
  const holder: HolderEvidence = {
    kind: 'floor',
    holder: site ? `${site.functionName} (${site.file})` : 'live memory',
    growth: memory,
    headAgeMs: null,
    declaredBound: null,
    fromSize: memory.from,
    size: memory.to,
    leastBytesPerEntry: 1,
    announcesEnd: false,
    reserved: null,
  };
  const verdict = judge(holder, process, settings);
  if (verdict.status === 'innocent') return undefined;
  const isOfSite = site !== undefined && accountsFor(site.growth, memory);
  // Later in a leak's life the caches are full, however they filled up beside it.
  const isClear = isOfSite && !explanation.isFillingUp(memory.spanMs / 2);
  return word(holder, process, { ...verdict, status: isClear ? verdict.status : 'suspect' });
}

/** Sites are read for shorter than memory grows, and anew with each interval: their time is what counts. */
function accountsFor(site: Growth, memory: Growth): boolean {
  return site.to - site.from >= (explains * memory.perSecond * site.spanMs) / 1000;
}

function word(holder: HolderEvidence, process: ProcessEvidence, verdict: Verdict): FindingDraft {
  // Places inside V8 have no file: a person can do nothing there.
  const site: SiteEvidence | null = process.sites.find(({ file }) => file !== '') ?? null;
  const { kind, fromSize, size, growth } = holder;
  return {
    fingerprint: fingerprintOf(kind, holder.holder),
    status: verdict.status === 'convicted' ? 'convicted' : 'suspect',
    kind,
    holder: holder.holder,
    sentence: describeHolder(holder, site),
    suggestion: suggestionFor(kind),
    evidence: verdict.evidence.slice(0, leakLimits.evidence.value),
    allocation: site && {
      functionName: site.functionName,
      file: site.file,
      line: site.line,
      liveBytes: site.liveBytes,
      stack: site.stack,
    },
    watchKind: kind === 'watched' ? holder.holder : (process.survivors[0]?.kind ?? null),
    fromSize,
    size,
    entriesPerSecond: growth.perSecond,
    bytesPerHour: verdict.bytesPerHour,
    ownBytesPerHour:
      holder.leastBytesPerEntry === null
        ? null
        : holder.leastBytesPerEntry * Math.max(0, growth.perSecond) * 3600,
    timeToLimitMs: verdict.timeToLimitMs,
  };
}
