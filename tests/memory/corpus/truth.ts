const MIB = 1024 * 1024;
/** Growth that compiled code, feedback and pools of the runtime may still show in the second half. */
const NOISE_BYTES = 1.5 * MIB;

/** What forced collections say about a program. */
export interface Truth {
  readonly verdict: 'leak' | 'benign';
  /** Highest floor of the first half and of the second. */
  readonly firstMb: number;
  readonly secondMb: number;
  /** Growth of the highest floor between the halves, per hour of the scaled clock. */
  readonly mbPerHour: number;
}

/**
 * A program leaks when what it holds after full collections is higher in the second half of a long
 * run than it ever was in the first: waves, warm-up and bounds have shown their height by then.
 */
export function truthOf(floors: readonly number[], seconds: number, factor: number): Truth {
  const half = Math.floor(floors.length / 2);
  const first = Math.max(...floors.slice(2, half));
  const second = Math.max(...floors.slice(half));
  const halfHours = ((seconds / 2) * factor) / 3600;
  return {
    verdict: second - first > NOISE_BYTES ? 'leak' : 'benign',
    firstMb: first / MIB,
    secondMb: second / MIB,
    mbPerHour: (second - first) / MIB / halfHours,
  };
}

/** Whether a measurement agrees with a declaration. */
export function isTrue(verdict: 'leak' | 'benign', truth: Truth): boolean {
  return verdict === truth.verdict;
}

/** One line for one program. */
export function truthLine(name: string, verdict: 'leak' | 'benign', truth: Truth): string {
  const answer = isTrue(verdict, truth) ? 'as declared' : 'NOT SO     ';
  const floors = `${truth.firstMb.toFixed(1)} MB, then ${truth.secondMb.toFixed(1)} MB`;
  return `${answer} ${verdict.padEnd(6)} ${name.padEnd(20)} ${floors}, ${truth.mbPerHour.toFixed(1)} MB/h`;
}
