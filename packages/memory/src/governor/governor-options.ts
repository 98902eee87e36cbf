import type { MemoryPlan } from '../budget/memory-plan.ts';
import type { Cgroup } from '../budget/read-cgroup.ts';
import type { Clock } from '../clock.ts';
import { memoryErrors } from '../errors.ts';
import type { GcSource } from '../probe/gc-observer.ts';
import type { Machine } from '../probe/machine.ts';
import type { PressureAction } from './actions/pressure-action.ts';
import type { CollectNow } from './find-gc.ts';

/** Options of `createGovernor`. All may be left out: the governor then plans for this process as it finds it. */
export interface GovernorOptions {
  /**
   * The plan the process was started with; its `lines` say what is set aside for standing memory, its
   * `poolShares` how the pools share the rest.
   * Default: made from the cgroup and the machine.
   */
  readonly plan?:
    | (Pick<MemoryPlan, 'budgetBytes' | 'accountsBytes'> &
        Partial<Pick<MemoryPlan, 'lines' | 'poolShares'>>)
    | undefined;
  /** The memory cgroup; null says there is none. Default: read now. */
  readonly cgroup?: Pick<Cgroup, 'version' | 'folder' | 'limitBytes'> | null | undefined;
  /** Share of the limit at which `warning` begins. Default 0.75. */
  readonly warningRatio?: number | undefined;
  /** Share of the limit at which `critical` begins. Default 0.85. */
  readonly criticalRatio?: number | undefined;
  /** Distance of two samples. Default 100 ms. */
  readonly intervalMs?: number | undefined;
  /** Whether a confirming collection may be made. Default true. */
  readonly automaticGc?: boolean | undefined;
  /** Longest predicted pause of a confirming collection. Default 100 ms. */
  readonly collectPauseMs?: number | undefined;
  /** Distance of the periodic cleanup of expired entries and unused blocks; 0 turns it off. Default 300,000 ms. */
  readonly cleanupIntervalMs?: number | undefined;
  /** The cleanup also shrinks caches to the minimum of the pool `cache`. Default false. */
  readonly cleanupAggressive?: boolean | undefined;
  /** Unbroken emergency after which a fresh process is asked for. Default 30,000 ms. */
  readonly drainAfterMs?: number | undefined;
  /** Further actions, run after the standard ones. */
  readonly actions?: readonly PressureAction[] | undefined;
  readonly clock?: Clock | undefined;
  readonly machine?: Machine | undefined;
  /** Where collections are learned of. Default: every collection of this thread. */
  readonly gc?: GcSource | undefined;
  /** What the old generation may reach. Default: from V8's heap limit and this process's flags. */
  readonly oldLimitBytes?: number | undefined;
  /** Runs a full collection. Default: V8's own. */
  readonly collector?: CollectNow | undefined;
  /** Source of jitter, in [0, 1). */
  readonly random?: (() => number) | undefined;
}

const known: Readonly<Record<keyof GovernorOptions, true>> = {
  plan: true,
  cgroup: true,
  warningRatio: true,
  criticalRatio: true,
  intervalMs: true,
  automaticGc: true,
  collectPauseMs: true,
  cleanupIntervalMs: true,
  cleanupAggressive: true,
  drainAfterMs: true,
  actions: true,
  clock: true,
  machine: true,
  gc: true,
  oldLimitBytes: true,
  collector: true,
  random: true,
};

/** Throws `MEM_OPTION_UNKNOWN` or `MEM_OPTION_INVALID` for options that the governor would misread. */
export function checkGovernorOptions(options: GovernorOptions): void {
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(known, name)) continue;
    throw memoryErrors.unknownOption(`"${name}" is none of ${Object.keys(known).join(', ')}.`);
  }
  const { warningRatio = 0.75, criticalRatio = 0.85, intervalMs = 100 } = options;
  if (!(warningRatio > 0.1 && warningRatio < criticalRatio && criticalRatio < 1)) {
    throw memoryErrors.invalidOption(
      `warningRatio ${warningRatio} and criticalRatio ${criticalRatio}: 0.1 < warning < critical < 1.`,
    );
  }
  if (!(intervalMs >= 10 && intervalMs <= 60_000)) {
    throw memoryErrors.invalidOption(`intervalMs ${intervalMs} is outside 10 … 60000.`);
  }
  for (const name of ['collectPauseMs', 'cleanupIntervalMs', 'drainAfterMs'] as const) {
    const value = options[name];
    if (value !== undefined && !(value >= 0 && Number.isFinite(value))) {
      throw memoryErrors.invalidOption(`${name} is ${value}, not a number of milliseconds.`);
    }
  }
}
