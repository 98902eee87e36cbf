import { governorLimits } from './governor.limits.ts';
import type { GovernorParts } from './governor-parts.ts';
import type { GovernorSnapshot } from './governor-snapshot.ts';
import { readingSnapshot } from './governor-snapshot.ts';

/** Copies everything that the parts of a governor know. O(open accounts). */
export function takeSnapshot(parts: GovernorParts): GovernorSnapshot {
  const { sampler, loop, ledger, reclaimers, standing, admission, timeline, clock } = parts;
  const { reading } = sampler;
  const { pressure } = loop;
  const { bootBytes, heapBytes, unexplainedBytes } = loop.parts(reading);
  const { usedBytes, reservedBytes, capacityBytes, limitBytes } = ledger;
  const { value: top } = governorLimits.topAccounts;
  const timeToLimitMs = pressure?.timeToLimitMs ?? Infinity;
  return {
    atMs: clock.wallMs(),
    level: loop.level,
    levelSinceMs: loop.levelSinceMs,
    usedRatio: pressure?.usedRatio ?? 0,
    cause: pressure?.cause ?? 'working-set',
    timeToLimitMs: Number.isFinite(timeToLimitMs) ? timeToLimitMs : null,
    budgetBytes: parts.budgetBytes,
    limitBytes: reading.limitBytes,
    workingSetBytes: reading.workingSetBytes,
    headroomBytes: reading.limitBytes - reading.workingSetBytes,
    bootWorkingSetBytes: bootBytes,
    heapGrowthBytes: heapBytes,
    standing: standing.list(),
    accountedBytes: usedBytes,
    reservedBytes,
    unexplainedBytes,
    capacityBytes,
    accountsLimitBytes: limitBytes,
    liveOldBytes: pressure?.liveOldBytes ?? 0,
    pauseSeverity: reclaimers.severity,
    isDraining: admission.isDraining,
    pools: ledger.poolSnapshots(),
    accounts: ledger.largestAccounts(top),
    reclaimers: reclaimers
      .byValue()
      .map((each) => ({ name: each.name, kind: each.kind, usedBytes: each.usedBytes() })),
    admission: { ...admission.totals(), routes: admission.routes.list(top) },
    probes: readingSnapshot(reading),
    gc: sampler.gc.snapshot(),
    timeline: timeline.list(),
    timelineTotal: timeline.total,
  };
}
