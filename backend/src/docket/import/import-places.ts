import { docketErrors } from '../docket.errors.ts';
import { docketLimits } from '../docket.limits.ts';

interface Waiter {
  readonly enter: () => void;
  readonly leave: (reason: Error) => void;
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

  /**
   * Takes a place; disposing of the answer gives it back. Rejects
   * `DOCKET_IMPORTS_BUSY`, the signal's reason, or what `refuse` is given. */
  async take(signal?: AbortSignal): Promise<Disposable> {
    signal?.throwIfAborted();
    if (this.#taken < this.#limit) this.#taken++;
    else await this.#wait(signal);
    return { [Symbol.dispose]: () => this.#leave() };
  }

  /** Sends away all that wait. */
  refuse(makeReason: () => Error): void {
    for (const waiter of [...this.#waiting]) waiter.leave(makeReason());
  }

  async #wait(signal: AbortSignal | undefined): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const done = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
      };
      const waiter: Waiter = {
        enter: () => {
          done();
          resolve();
        },
        leave: (reason) => {
          done();
          this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
          reject(reason);
        },
      };
      const abort = (): void => waiter.leave(signal?.reason as Error);
      const retryAfterSeconds = docketLimits.importRetrySeconds;
      const timer = setTimeout(
        () => waiter.leave(docketErrors.importsBusy({ retryAfterSeconds })),
        this.#waitMs,
      );
      signal?.addEventListener('abort', abort, { once: true });
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
