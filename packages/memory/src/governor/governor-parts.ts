import { totalmem } from 'node:os';
import type { MemoryPlan } from '../budget/memory-plan.ts';
import { plan } from '../budget/plan.ts';
import type { Cgroup } from '../budget/read-cgroup.ts';
import { readCgroup } from '../budget/read-cgroup.ts';
import { systemClock } from '../clock.ts';
import type { Clock } from '../clock.ts';
import { FileCgroupGauge } from '../probe/cgroup-gauge.ts';
import { ProcessMachine } from '../probe/machine.ts';
import { Sampler } from '../probe/sampler.ts';
import { standardActions } from './actions/standard-actions.ts';
import { AdmissionControl } from './admission.ts';
import { findGc } from './find-gc.ts';
import { governorLimits } from './governor.limits.ts';
import type { GovernorOptions } from './governor-options.ts';
import type { LadderRules, PressureLevel } from './ladder.ts';
import { ladderRules } from './ladder.ts';
import { Ledger } from './ledger.ts';
import { nudgeCollection } from './nudge-collection.ts';
import { PausePrediction } from './pause-prediction.ts';
import { PressureLoop } from './pressure-loop.ts';
import { ReclaimerSet } from './reclaimer-set.ts';
import { RefusalMaker } from './refusal-maker.ts';
import { RefusedShares } from './refused-shares.ts';
import { StandingMemory } from './standing-memory.ts';
import { Timeline } from './timeline.ts';
import { Cleanup } from './cleanup.ts';

/** What a governor is put together from. */
export interface GovernorParts {
  readonly budgetBytes: number;
  readonly clock: Clock;
  readonly rules: LadderRules;
  readonly ledger: Ledger;
  readonly sampler: Sampler;
  readonly admission: AdmissionControl;
  readonly reclaimers: ReclaimerSet;
  readonly standing: StandingMemory;
  readonly timeline: Timeline;
  readonly cleanup: Cleanup;
  readonly loop: PressureLoop;
  readonly prediction: PausePrediction;
}

type KnownCgroup = Pick<Cgroup, 'version' | 'folder' | 'limitBytes'>;

/** Builds the parts of a governor from checked options. `onLevel` is told of every change of level. */
export function makeParts(
  options: GovernorOptions,
  onLevel: (level: PressureLevel, before: PressureLevel) => void,
): GovernorParts {
  const cgroup = options.cgroup === undefined ? (readCgroup() ?? null) : options.cgroup;
  const { budgetBytes, accountsBytes, lines, poolShares } = options.plan ?? planHere(cgroup);
  const clock = options.clock ?? systemClock;
  const rules = ladderRules(options.warningRatio, options.criticalRatio);
  const shares = new RefusedShares();
  const reclaimers = new ReclaimerSet();
  const standing = new StandingMemory(lines);
  const timeline = new Timeline(governorLimits.timelineEntries.value);
  const prediction = new PausePrediction();
  const refusals = new RefusalMaker(() => loop.level, options.random);
  const ledger = new Ledger({
    limitBytes: accountsBytes,
    clock,
    refusals,
    ...(poolShares ? { shares: poolShares } : {}),
  });
  const admission = new AdmissionControl({ ledger, clock, shares, refusals });
  const collection = {
    clock,
    prediction,
    nudge: nudgeCollection,
    findCollector: () => options.collector ?? findGc(),
    oldUsedBytes: () => sampler.oldUsedBytes(),
    pauseBudgetMs: options.collectPauseMs ?? governorLimits.collectPauseMs.value,
  };
  const own = standardActions({
    shares,
    drainAfterMs: options.drainAfterMs ?? governorLimits.drainAfterMs.value,
    collection: options.automaticGc === false ? undefined : collection,
  });
  const loop: PressureLoop = new PressureLoop({
    clock,
    rules,
    ledger,
    reclaimers,
    standing,
    slackBytes: lines?.find(({ label }) => label === 'slack')?.bytes ?? 0,
    timeline,
    actions: [...own, ...(options.actions ?? [])],
    routes: admission.routes,
    onLevel,
  });
  const cleanup = new Cleanup({
    clock,
    ledger,
    reclaimers,
    timeline,
    level: () => loop.level,
    intervalMs: options.cleanupIntervalMs ?? governorLimits.cleanupIntervalMs.value,
    isAggressive: options.cleanupAggressive ?? false,
  });
  const sampler: Sampler = makeSampler(options, clock, budgetBytes, cgroup);
  ledger.lookAgain = lookAgain(clock, () => loop.refresh(sampler.look()));
  return {
    budgetBytes,
    clock,
    rules,
    ledger,
    sampler,
    admission,
    reclaimers,
    standing,
    timeline,
    cleanup,
    loop,
    prediction,
  };
}

/** Looks at the machine when a promise does not fit, but not again within `lookAgainMs`. */
function lookAgain(clock: Clock, look: () => void): () => boolean {
  let lastMs = -Infinity;
  return () => {
    const nowMs = clock.now();
    if (nowMs - lastMs < governorLimits.lookAgainMs.value) return false;
    lastMs = nowMs;
    look();
    return true;
  };
}

/**
 * The cgroup's working set is this process's when its limit is the tighter one; else the process's RSS is held
 * against the budget, and the cgroup, which may hold others too, against its limit.
 */
function makeSampler(
  options: GovernorOptions,
  clock: Clock,
  budgetBytes: number,
  cgroup: KnownCgroup | null,
): Sampler {
  const containerLimitBytes = cgroup?.limitBytes ?? Infinity;
  const watched = containerLimitBytes < Infinity ? cgroup : null;
  const machine =
    options.machine ?? new ProcessMachine(watched ? new FileCgroupGauge(watched) : undefined);
  return new Sampler({
    limitBytes: Math.min(containerLimitBytes, budgetBytes),
    ...(watched && budgetBytes < containerLimitBytes ? { containerLimitBytes } : {}),
    clock,
    machine,
    ...(options.gc ? { gc: options.gc } : {}),
    ...(options.oldLimitBytes === undefined ? {} : { oldLimitBytes: options.oldLimitBytes }),
    ...(options.intervalMs === undefined ? {} : { intervalMs: options.intervalMs }),
  });
}

function planHere(cgroup: KnownCgroup | null): MemoryPlan {
  return plan({
    cgroupLimitBytes: cgroup?.limitBytes ?? null,
    ...(cgroup ? { cgroupVersion: cgroup.version } : {}),
    machineBytes: totalmem(),
    nodeMajor: Number.parseInt(process.versions.node, 10),
    embeddedDatabase: false,
  });
}
