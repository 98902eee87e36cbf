import type {
  ConvictionRules,
  HolderEvidence,
  ProcessEvidence,
  SurvivorEvidence,
} from './evidence.ts';
import type { FindingEvidence } from './finding.ts';
import type { Growth } from './judge-growth.ts';
import { inWords } from './in-words.ts';

/** `innocent`: nothing to report. */
export interface Verdict {
  readonly status: 'innocent' | 'suspect' | 'convicted';
  readonly evidence: readonly FindingEvidence[];
  readonly bytesPerHour: number | null;
  readonly timeToLimitMs: number | null;
}

const innocent: Verdict = {
  status: 'innocent',
  evidence: [],
  bytesPerHour: null,
  timeToLimitMs: null,
};

/** A declared bound may be exceeded by this factor for a moment: a sweep has to come first. */
export const boundTolerance = 1.25;

/** Without a pinned head, growth must be seen this many times longer with two other kinds of evidence … */
const unpinnedFactor = 1.2;
/** … and with one, because a large heap allows no reading of the allocation sites. */
const aloneFactor = 4;
/**
 * Growth of live memory that no collection explains, with one other kind of evidence: entries whose weight
 * cannot be seen, compiled patterns say, may fill a cache for as long as usual growth is watched.
 */
const unheldFactor = 2;
/** Share of the growth for which the first key must have been the same. */
const pinnedShare = 0.5;

function growthOf(growth: Growth): number {
  return growth.shape === 'grows' ? Math.max(0, growth.perSecond) : 0;
}

/**
 * Whether the first key has stayed for most of the growth, and for as long as a conviction needs: it may
 * have changed once while the first entries still came and went. A single buffer has no other head.
 */
export function isHeadPinned(
  { kind, headAgeMs, growth }: HolderEvidence,
  convictAfterMs: number,
): boolean {
  if (kind === 'bytes') return true;
  return headAgeMs !== null && headAgeMs >= Math.max(convictAfterMs, pinnedShare * growth.spanMs);
}

/** Other kinds of evidence that agree with a holder's growth, each in a sentence. */
function corroboration(
  holder: HolderEvidence,
  process: ProcessEvidence,
): readonly FindingEvidence[] {
  const { heap, external, sites, survivors } = process;
  const found: FindingEvidence[] = [];
  if (growthOf(heap) > 0) {
    const detail = `live heap after major collections ${inWords.change(heap)}`;
    found.push({ kind: 'heap-floor', detail });
  }
  if (growthOf(external) > 0) {
    const detail = `external memory after major collections ${inWords.change(external)}`;
    found.push({ kind: 'external-floor', detail });
  }
  if (holder.reserved && growthOf(holder.reserved) > 0) {
    const detail = `bytes that its accounts keep reserved ${inWords.change(holder.reserved)}`;
    found.push({ kind: 'reserved', detail });
  }
  const site = sites[0];
  if (site) {
    const detail = `live bytes allocated in ${site.functionName} (${site.file}:${site.line}) ${inWords.change(site.growth)}`;
    found.push({ kind: 'allocation', detail });
  }
  const survivor = holder.kind === 'watched' ? undefined : survivors[0];
  if (survivor) found.push({ kind: 'survivors', detail: survivorText(survivor) });
  return found;
}

/** `about 120 objects of request outlived their time, the oldest by 2 h`. */
export function survivorText({ kind, count, oldestMs }: SurvivorEvidence): string {
  const age = inWords.duration(oldestMs);
  return `about ${inWords.count(count)} watched objects of "${kind}" are alive past their time, the oldest for ${age}`;
}

/** How long growth must have been seen, with so many other kinds of evidence. */
function neededMs(
  holder: HolderEvidence,
  kinds: number,
  { convictAfterMs }: ConvictionRules,
): number {
  if (isHeadPinned(holder, convictAfterMs)) return convictAfterMs;
  if (kinds > 1) return convictAfterMs * unpinnedFactor;
  return convictAfterMs * (holder.kind === 'floor' ? unheldFactor : aloneFactor);
}

/** Bytes per second: what live memory grows by, else what the entries or their site are known to. */
function paceOf({ growth, leastBytesPerEntry }: HolderEvidence, process: ProcessEvidence): number {
  const memory = growthOf(process.heap) + growthOf(process.external);
  if (memory > 0) return memory;
  const entries = growthOf(growth) * (leastBytesPerEntry ?? 0);
  return Math.max(entries, process.sites[0] ? growthOf(process.sites[0].growth) : 0);
}

/**
 * Convicts a holder that grows all the time, keeps its first key, states neither a bound nor an end of
 * its entries and will matter, when another kind of evidence agrees. Heap and external floor are one kind: memory. Pure.
 */
export function judge(
  holder: HolderEvidence,
  process: ProcessEvidence,
  rules: ConvictionRules,
): Verdict {
  const { growth, declaredBound, size } = holder;
  if (growth.shape !== 'grows') return innocent;
  if (declaredBound !== null && size <= declaredBound * boundTolerance) return innocent;
  const others = corroboration(holder, process);
  const bytesPerSecond = paceOf(holder, process);
  const bytesPerHour = bytesPerSecond > 0 ? bytesPerSecond * 3600 : null;
  const timeToLimitMs = bytesPerSecond > 0 ? (process.roomBytes / bytesPerSecond) * 1000 : null;
  const matters =
    (bytesPerHour ?? 0) >= rules.matterBytesPerHour ||
    (timeToLimitMs ?? Infinity) <= rules.matterTimeToLimitMs;
  const kinds = new Set(others.map(({ kind }) => kind.replace(/^(heap|external)-floor$/, 'floor')));
  // What a finding consists of does not agree with it.
  kinds.delete(holder.kind);
  const isConvicted =
    matters &&
    !holder.announcesEnd &&
    kinds.size > 0 &&
    growth.spanMs >= neededMs(holder, kinds.size, rules);
  return {
    status: isConvicted ? 'convicted' : 'suspect',
    evidence: [{ kind: holder.kind, detail: holderText(holder) }, ...others],
    bytesPerHour,
    timeToLimitMs,
  };
}

function holderText(holder: HolderEvidence): string {
  const { growth, declaredBound, headAgeMs } = holder;
  const hasHead = headAgeMs !== null && headAgeMs >= pinnedShare * growth.spanMs;
  const head = hasHead ? `; its first entry is the same for ${inWords.duration(headAgeMs)}` : '';
  const bound =
    declaredBound === null ? '' : `, beyond its bound of ${inWords.count(declaredBound)}`;
  return `grew by ${inWords.count(growth.to - growth.from)} in ${inWords.duration(growth.spanMs)} without falling back${head}${bound}`;
}
