import type { Judgement } from './judge-run.ts';

/** The aims of the project's proofs. */
export const aims = { recall: 0.95, precision: 0.99, culprit: 0.95 } as const;

/** All runs together. Ratios are 1 where nothing could go wrong. */
export interface Score {
  readonly leakRuns: number;
  readonly benignRuns: number;
  /** Share of the leaking runs with a conviction. */
  readonly recall: number;
  /** Share of all convictions that are of a leak and lead to it. */
  readonly precision: number;
  /** Share of the convicted leaking runs whose first lead is the declared culprit. */
  readonly culprit: number;
  /** Benign runs with a conviction. */
  readonly falseAlarms: number;
  /** Benign runs with a suspicion that stayed one. */
  readonly benignSuspected: number;
  readonly failed: number;
  /** Scaled time; null when nothing was found. */
  readonly medianSuspectMs: number | null;
  readonly medianConvictMs: number | null;
  readonly isReached: boolean;
}

/** Sums up the judgements of a corpus. */
export function scoreOf(judgements: readonly Judgement[]): Score {
  const leaks = judgements.filter(({ verdict }) => verdict === 'leak');
  const benign = judgements.filter(({ verdict }) => verdict === 'benign');
  const found = leaks.filter(({ outcome }) => outcome === 'convicted');
  const convictions = sum(judgements.map((judgement) => judgement.convictions));
  const wrong = sum(judgements.map((judgement) => judgement.falseConvictions));
  const recall = share(found.length, leaks.length);
  const precision = share(convictions - wrong, convictions);
  const culprit = share(found.filter((run) => run.isCulpritRight).length, found.length);
  const failed = judgements.filter(({ outcome }) => outcome === 'failed').length;
  return {
    leakRuns: leaks.length,
    benignRuns: benign.length,
    recall,
    precision,
    culprit,
    falseAlarms: benign.filter(({ outcome }) => outcome === 'convicted').length,
    benignSuspected: benign.filter(({ outcome }) => outcome === 'suspected').length,
    failed,
    medianSuspectMs: medianOf(leaks.map((run) => run.suspectMs)),
    medianConvictMs: medianOf(leaks.map((run) => run.convictMs)),
    isReached:
      failed === 0 &&
      recall >= aims.recall &&
      precision >= aims.precision &&
      culprit >= aims.culprit,
  };
}

function share(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function medianOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  return known[Math.floor(known.length / 2)] ?? null;
}
