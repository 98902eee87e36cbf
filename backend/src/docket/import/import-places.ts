import { docketErrors } from '../docket.errors.ts';
import { docketLimits } from '../docket.limits.ts';

interface Waiter {
  readonly enter: () => void;
}

/**
 * Bounds how many imports read their source at a time. The others wait, unread, in order of arrival:
 * each that reads holds memory for its next docket, also while it waits for its turn to write.
 */
export class ImportPlaces {
  readonly #limit: number;
  readonly #waitMs: number;
  readonly #waiting: Waiter[] = [];
  #taken = 0;

  constructor(
    limit: number = docketLimits.importsAtOnce,
    waitMs: number = docketLimits.importWaitMs,
  ) {
    this.#limit = limit;
    this.#waitMs = waitMs;
  }

  /** Takes a place; disposing of the answer gives it back. Rejects `DOCKET_IMPORTS_BUSY`. */
  async take(): Promise<Disposable> {
    if (this.#taken < this.#limit) this.#taken++;
    else await this.#wait();
    return { [Symbol.dispose]: () => this.#leave() };
  }

  async #wait(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const waiter: Waiter = {
        enter: () => {
          clearTimeout(timer);
          resolve();
        },
      };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        reject(docketErrors.importsBusy({ retryAfterSeconds: docketLimits.importRetrySeconds }));
      }, this.#waitMs);
      this.#waiting.push(waiter);
    });
  }

  /** The place goes to the next in line, and is free only when nobody waits. */
  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#taken--;
    else next.enter();
  }
}
