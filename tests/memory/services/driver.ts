import { setTimeout as wait } from 'node:timers/promises';
import { ApiRefusal } from '../../support/api-client.ts';

const EXAMPLES = 3;

/** One service at work: `step` is done again and again until the run is over. */
export class Driver {
  readonly name: string;
  readonly #pauseMs: number;
  readonly #step: (round: number) => Promise<void>;
  done = 0;
  /** Told to come back later: 429 and 503. */
  refused = 0;
  failed = 0;
  readonly examples: string[] = [];

  constructor(name: string, pauseMs: number, step: (round: number) => Promise<void>) {
    this.name = name;
    this.#pauseMs = pauseMs;
    this.#step = step;
  }

  async run(signal: AbortSignal): Promise<void> {
    for (let round = 0; !signal.aborted; round += 1) {
      try {
        await this.#step(round);
        this.done += 1;
      } catch (error) {
        this.#note(error);
      }
      await wait(this.#pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  #note(error: unknown): void {
    if (error instanceof ApiRefusal && (error.status === 429 || error.status === 503)) {
      this.refused += 1;
      return;
    }
    this.failed += 1;
    if (this.examples.length < EXAMPLES) this.examples.push(String(error).slice(0, 300));
  }
}
