import { setImmediate } from 'node:timers/promises';
import { systemClock } from '../clock.ts';
import type { Clock } from '../clock.ts';
import { flowLimits } from './flow.limits.ts';

/**
 * Turns of the event loop for a loop that awaits: what is at hand is awaited without one, and timers,
 * signals and the governor's probes would wait until all is done.
 */
export class LoopTurns {
  readonly #clock: Pick<Clock, 'now'>;
  #lastMs: number;

  constructor(clock: Pick<Clock, 'now'> = systemClock) {
    this.#clock = clock;
    this.#lastMs = clock.now();
  }

  /** Whether the last turn that was given is `flowLimits.turnMs` ago: one that came by itself is not known. */
  get isDue(): boolean {
    return this.#clock.now() - this.#lastMs >= flowLimits.turnMs.value;
  }

  /** Resolves after a turn of the event loop. */
  async give(): Promise<void> {
    await setImmediate();
    this.#lastMs = this.#clock.now();
  }
}
