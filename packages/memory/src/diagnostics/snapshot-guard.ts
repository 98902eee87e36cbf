import { diagnosticsLimits } from './diagnostics.limits.ts';

const mib = 1024 * 1024;

/** Memory as far as a heap snapshot is concerned. */
export interface SnapshotFacts {
  readonly heapUsedBytes: number;
  /** Limit less working set. */
  readonly headroomBytes: number;
  /** Longest stop that is accepted. */
  readonly pauseBudgetMs: number;
}

/** What a heap snapshot costs, and whether that is at hand. */
export interface SnapshotVerdict {
  readonly isAllowed: boolean;
  readonly neededBytes: number;
  readonly headroomBytes: number;
  readonly predictedPauseMs: number;
  readonly pauseBudgetMs: number;
  /** One sentence with the numbers. */
  readonly detail: string;
}

/** Whether a heap snapshot fits beside the heap, and the stop into its budget. Pure. */
export function judgeSnapshot(facts: SnapshotFacts): SnapshotVerdict {
  const { heapUsedBytes, headroomBytes, pauseBudgetMs } = facts;
  const { snapshotHeapFactor, snapshotMsPerMb } = diagnosticsLimits;
  const neededBytes = Math.ceil(heapUsedBytes * snapshotHeapFactor.value);
  const predictedPauseMs = Math.ceil((heapUsedBytes / mib) * snapshotMsPerMb.value);
  const mb = (bytes: number): string => `${Math.round(bytes / mib)} MB`;
  return {
    isAllowed: neededBytes <= headroomBytes && predictedPauseMs <= pauseBudgetMs,
    neededBytes,
    headroomBytes,
    predictedPauseMs,
    pauseBudgetMs,
    detail:
      `A snapshot of ${mb(heapUsedBytes)} needs ${mb(neededBytes)} beside it and ${mb(headroomBytes)} are free; ` +
      `it stops the process for about ${(predictedPauseMs / 1000).toFixed(1)} s of at most ` +
      `${(pauseBudgetMs / 1000).toFixed(1)} s.`,
  };
}
