import type { LeakTrial } from './expect-no-leak.ts';
import { threadMs } from '../leak/inspector/thread-ms.ts';
import { readFloors } from './read-floors.ts';
import { SeriesBook } from './series-book.ts';
import type { Rise } from './series-book.ts';
import { settle } from './settle.ts';
import { testingLimits } from './testing.limits.ts';
import { TrackedObjects } from './tracked-objects.ts';

// Taken now: a test may put fake timers in their place.
const now = performance.now.bind(performance);

/** Calls the function under test, in rounds that end with a floor. */
export class RoundRunner {
  readonly #work: (trial: LeakTrial) => unknown;
  readonly #tracked = new TrackedObjects();
  readonly #trial: LeakTrial = {
    track: (object) => {
      this.#tracked.add(object);
      return object;
    },
  };
  #callMs = 0;
  /** Without the time a call waits, or this process for a busy machine. */
  #callWorkMs = 0;
  #bytesPerCall = 0;
  #calls = 0;

  constructor(work: (trial: LeakTrial) => unknown) {
    this.#work = work;
  }

  /** Calls made so far. */
  get calls(): number {
    return this.#calls;
  }

  /** Calls until lazy parts are made, and learns how long a call takes and how much it leaves at most. */
  async warmUp(wanted: number | undefined): Promise<void> {
    await this.#callFor(wanted ?? testingLimits.warmUpCalls.value, wanted === undefined);
    await settle();
    const startBytes = this.#heldBytes();
    const startMs = now();
    const startWorkMs = threadMs();
    const calls = await this.#callFor(testingLimits.warmUpCalls.value, true);
    this.#callMs = Math.max(1e-4, (now() - startMs) / calls);
    this.#callWorkMs = Math.max(1e-4, (threadMs() - startWorkMs) / calls);
    await settle();
    this.#bytesPerCall = (this.#heldBytes() - startBytes) / calls;
  }

  /** How many calls a round of the first phase should have. */
  chooseCalls(): number {
    const { roundMs, waitingRoundMs, callsPerRound, leastCallsPerRound } = testingLimits;
    const fitting = Math.min(roundMs.value / this.#callWorkMs, waitingRoundMs.value / this.#callMs);
    return Math.min(callsPerRound.value, Math.max(leastCallsPerRound.value, Math.round(fitting)));
  }

  /** One series of floors with at most so many calls per round; fewer where they hold or take too much. */
  async phase(calls: number): Promise<Rise[]> {
    const { rounds, phaseMs, phaseBytes } = testingLimits;
    const inTime = phaseMs.value / rounds.value / this.#callMs;
    const inBytes = phaseBytes.value / rounds.value / Math.max(1, this.#bytesPerCall);
    const callsPerRound = Math.max(2, Math.floor(Math.min(calls, inTime, inBytes)));
    const book = new SeriesBook();
    for (let round = 0; round <= rounds.value; round++) {
      this.#tracked.beginRound(callsPerRound);
      for (let i = 0; i < callsPerRound; i++) await this.#call();
      await settle();
      const floors = readFloors(this.#tracked);
      // The first floor still lacks what measuring itself needs.
      if (round > 0) book.note(floors);
    }
    return book.rises(callsPerRound);
  }

  /** Calls until `most` are made or, where time counts, the warm-up is over; at least two. */
  async #callFor(most: number, isTimed: boolean): Promise<number> {
    const startMs = now();
    const before = this.#calls;
    while (this.#calls - before < most) {
      await this.#call();
      const isLate = isTimed && now() - startMs > testingLimits.warmUpMs.value;
      if (isLate && this.#calls - before >= 2) break;
    }
    return Math.max(1, this.#calls - before);
  }

  #heldBytes(): number {
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  }

  async #call(): Promise<void> {
    this.#calls++;
    const answer = this.#work(this.#trial);
    this.#tracked.add(isPromise(answer) ? await answer : answer);
  }
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function';
}
