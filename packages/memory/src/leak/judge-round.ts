import { describeHolder, suggestionFor } from './describe-finding.ts';
import type { HolderEvidence, ProcessEvidence, SiteEvidence } from './evidence.ts';
import type { FindingDraft } from './finding-book.ts';
import { fingerprintOf } from './fingerprint.ts';
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

/**
 * When live memory grows for longer than usual and no collection explains it: the allocation site that
 * grows with it, if that does. `explainedBytes` is what known collections, bounded ones too, have
 * gained. Undefined otherwise. Pure.
 */
export function draftUnheld(
  process: ProcessEvidence,
  explainedBytes: number,
  settings: LeakSettings,
): FindingDraft | undefined {
  const { heap, external, sites } = process;
  const memory = heap.shape === 'grows' ? heap : external;
  const site = sites[0];
  const grown = memory.to - memory.from;
  if (memory.shape !== 'grows' || explainedBytes >= explains * grown) return undefined;
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
  const isExplained = site !== undefined && site.growth.to - site.growth.from >= explains * grown;
  return word(holder, process, { ...verdict, status: isExplained ? verdict.status : 'suspect' });
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
