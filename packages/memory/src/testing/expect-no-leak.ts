import type { LeakRoot } from '../leak/leak-root.ts';
import { Culprits } from './culprits.ts';
import { leakAssertion } from './leak-assertion.ts';
import type { LeakEvidence } from './leak-assertion.ts';
import { RoundRunner } from './round-runner.ts';
import type { Rise } from './series-book.ts';
import { testingLimits } from './testing.limits.ts';
import { withoutInlining } from './without-inlining.ts';

/** What the function under test is given. */
export interface LeakTrial {
  /** Follows an object that ought to die; what the function returns is followed anyway. Answers it. */
  track<T>(object: T): T;
}

export interface NoLeakOptions {
  /** Objects that live on, by name: what they hold is named when something grows. */
  readonly roots?: Readonly<Record<string, object>> | undefined;
  /** Calls before measuring; default up to `testingLimits.warmUpCalls`. Enough to fill caches that have a bound. */
  readonly warmUpCalls?: number | undefined;
  /** Most calls between two floors of the first phase; by default chosen from the duration of a call. */
  readonly callsPerRound?: number | undefined;
}

/** What was measured where nothing leaked. */
export interface NoLeakReport {
  readonly calls: number;
  readonly phases: number;
}

/**
 * Calls a function many times, one call after the other, and rejects with an `AssertionError` when
 * something stays behind with every call: heap, external memory, array buffers, timers, sockets,
 * listeners on `process`, objects it returned. Rounds of calls end with a full collection; a leak must
 * rise steadily in three phases with ever more calls per round, so a lazy part, a cache that has filled
 * or one step passes. If floors came in random order, fewer than 1 run in 100,000 would report one.
 * Takes about a second, three where something grows. Works in any test runner.
 */
export async function expectNoLeak(
  work: (trial: LeakTrial) => unknown,
  options: NoLeakOptions = {},
): Promise<NoLeakReport> {
  const roots = Object.entries(options.roots ?? {}).map(([name, value]) => ({ name, value }));
  return withoutInlining(async () => {
    const runner = new RoundRunner(work);
    await runner.warmUp(options.warmUpCalls);
    const calls = options.callsPerRound ?? runner.chooseCalls();
    const rises = await runner.phase(calls);
    if (rises.length === 0) return { calls: runner.calls, phases: 1 };
    const evidence = await confirm(runner, roots, rises, calls);
    if (evidence.rises.length > 0) throw leakAssertion(evidence);
    return { calls: runner.calls, phases: evidence.phases };
  });
}

/**
 * Growth that comes with time and not with calls falls to a quarter per call in the third phase, where
 * there are four times as many; tables that double let a leak look larger in the first phase than it is.
 */
const leastShare = 0.38;

/** Repeats a phase that rose with more calls per round, and watches who holds and allocates what stays. */
async function confirm(
  runner: RoundRunner,
  roots: readonly LeakRoot[],
  first: readonly Rise[],
  calls: number,
): Promise<LeakEvidence> {
  const culprits = await Culprits.watch(roots);
  const callsBefore = runner.calls;
  const atFirst = new Map(first.map(({ figure, perCall }) => [figure, perCall]));
  let rises = first;
  let phases = 1;
  try {
    for (; phases < testingLimits.phases.value && rises.length > 0; phases++) {
      const again = await runner.phase(calls * 2 ** phases);
      const still = new Set(rises.map(({ figure }) => figure));
      rises = again.filter(
        ({ figure, perCall }) =>
          still.has(figure) && perCall >= leastShare * (atFirst.get(figure) ?? Infinity),
      );
    }
    const isLeak = rises.length > 0;
    return {
      rises,
      phases,
      grown: isLeak ? await culprits.grown() : [],
      sites: isLeak ? await culprits.sites() : [],
      calls: runner.calls,
      watchedCalls: runner.calls - callsBefore,
    };
  } finally {
    await culprits.stop();
  }
}
