import type { DiscoveryState } from './escalation.ts';
import type { Finding } from './finding.ts';
import type { GrowthRuleSignal } from './growth-rule.ts';
import type { GrowthShape } from './judge-growth.ts';
import type { LeakSettings } from './leak-settings.ts';
import type { Survivors } from './object-watch.ts';
import type { Stage, StageCost } from './stage-costs.ts';

/** A figure of the whole process as a sign of a leak; none of them convicts alone. */
export interface TrendSignal {
  readonly shape: GrowthShape;
  readonly isRaised: boolean;
  readonly fromBytes: number;
  readonly toBytes: number;
  readonly bytesPerHour: number;
  /** Null where it does not reach the limit at its pace. */
  readonly timeToLimitMs: number | null;
}

/** The signs of stage one. */
export interface LeakSignals {
  /** Old generation after major collections. */
  readonly heapFloor: TrendSignal;
  /** External memory after major collections. */
  readonly externalFloor: TrendSignal;
  /** Working set that nobody has named. */
  readonly unexplained: TrendSignal;
  readonly growthRule: GrowthRuleSignal;
}

/** Everything the detective knows, ready for JSON. */
export interface LeakSnapshot {
  readonly isRunning: boolean;
  /** UTC ISO time. */
  readonly at: string;
  /** Null before the start. */
  readonly runningForMs: number | null;
  readonly isWarm: boolean;
  readonly isSuspicious: boolean;
  readonly timeFactor: number;
  /** As a person sets them: not compressed. */
  readonly settings: LeakSettings;
  readonly findings: readonly Finding[];
  readonly signals: LeakSignals;
  readonly census: {
    readonly runs: number;
    readonly collections: number;
    readonly refusedTotal: number;
    readonly histories: number;
    /** Distance in force: longer than set when a census takes too large a share of the time. */
    readonly intervalMs: number;
  };
  readonly discovery: DiscoveryState;
  readonly watched: readonly Survivors[];
  readonly majorCollections: number;
  readonly confirmingCollections: number;
  /** Mean distance of two sampled allocations; 0 while nothing is sampled. */
  readonly samplingIntervalBytes: number;
  readonly heldBytes: number;
  readonly cost: {
    /** Share of this thread's time since the start. */
    readonly share: number;
    readonly stages: Readonly<Record<Stage, StageCost>>;
  };
}
