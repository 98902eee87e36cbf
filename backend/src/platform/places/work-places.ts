interface Waiter {
  readonly enter: () => void;
  readonly leave: (reason: Error) => void;
}

/** How many places there are, and how long one is waited for. */
export interface WorkPlacesOptions {
  readonly limit: number;
  /** Longest wait; without it, as long as it takes. */
  readonly waitMs?: number;
  /** The refusal of those who waited that long. */
  readonly busy?: () => Error;
}

/**
 * Bounds how many pieces of work go on at a time. The others wait in order of arrival, holding
 * nothing: a place is taken before the work reads, not after.
 */
export class WorkPlaces {
  readonly #options: WorkPlacesOptions;
  readonly #waiting: Waiter[] = [];
  #taken = 0;

  constructor(options: WorkPlacesOptions) {
    this.#options = options;
  }

  /** Places in use. */
  get taken(): number {
    return this.#taken;
  }

  /**
   * Takes a place; disposing of the answer gives it back. Rejects with `busy` after `waitMs`, with
   * the signal's reason, or with what `refuse` is given.
   */
  async take(signal?: AbortSignal): Promise<Disposable> {
    signal?.throwIfAborted();
    if (this.#taken < this.#options.limit) this.#taken++;
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
      const { waitMs, busy = () => new Error('No place became free') } = this.#options;
      const timer =
        waitMs === undefined ? undefined : setTimeout(() => waiter.leave(busy()), waitMs);
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
