import type { GcSnapshot } from '../probe/gc-observer.ts';
import type { Reading } from '../probe/reading.ts';
import type { AdmissionTotals } from './admission.ts';
import type { PressureLevel } from './ladder.ts';
import type { AccountGroup, PoolSnapshot } from './ledger-snapshot.ts';
import type { PressureCause } from './pressure.ts';
import type { ReclaimerKind } from './reclaimer.ts';
import type { RouteSnapshot } from './route-book.ts';
import type { StandingSnapshot } from './standing-memory.ts';
import type { TimelineEntry } from './timeline.ts';

/** A reading as JSON: null where the machine does not tell, or where a time is endless. */
export type ReadingSnapshot = {
  readonly [Figure in keyof Reading]: number | null;
};

/** Everything the governor knows at one moment, ready for JSON. */
export interface GovernorSnapshot {
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  readonly level: PressureLevel;
  /** Milliseconds since the epoch at which the level was entered. */
  readonly levelSinceMs: number;
  readonly usedRatio: number;
  readonly cause: PressureCause;
  readonly timeToLimitMs: number | null;
  readonly budgetBytes: number;
  /** What the working set is held against: budget or cgroup limit, the smaller. */
  readonly limitBytes: number;
  readonly workingSetBytes: number;
  readonly headroomBytes: number;
  /** Of the working set, what the process held at boot and has not given back since. */
  readonly bootWorkingSetBytes: number;
  /** Heap pages and external memory beyond those at boot that no account names. */
  readonly heapGrowthBytes: number;
  readonly standing: readonly StandingSnapshot[];
  /** Bytes that accounts use, and that they have reserved. */
  readonly accountedBytes: number;
  readonly reservedBytes: number;
  /**
   * Working set − boot − heap growth − standing − accounted: what nobody has explained. May be
   * negative for memory not yet touched.
   */
  readonly unexplainedBytes: number;
  /** What pools may commit now, at most `accountsLimitBytes`. */
  readonly capacityBytes: number;
  readonly accountsLimitBytes: number;
  /** Old generation known to be alive. */
  readonly liveOldBytes: number;
  /** Severity of the pause in force, 0 … 1. */
  readonly pauseSeverity: number;
  readonly isDraining: boolean;
  readonly pools: readonly PoolSnapshot[];
  readonly accounts: readonly AccountGroup[];
  readonly reclaimers: readonly {
    readonly name: string;
    readonly kind: ReclaimerKind;
    readonly usedBytes: number;
  }[];
  readonly admission: AdmissionTotals & { readonly routes: readonly RouteSnapshot[] };
  readonly probes: ReadingSnapshot;
  readonly gc: GcSnapshot;
  readonly timeline: readonly TimelineEntry[];
  readonly timelineTotal: number;
}

/** Copies a reading with null for what JSON cannot say. */
export function readingSnapshot(reading: Reading): ReadingSnapshot {
  const entries = Object.entries(reading).map(([name, value]: [string, number]) => [
    name,
    Number.isFinite(value) ? value : null,
  ]);
  return Object.fromEntries(entries) as ReadingSnapshot;
}
