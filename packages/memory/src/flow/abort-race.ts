/**
 * Waits for one promise after another, each given up when the signal aborts. Like `orAbort`, with one
 * listener for all of them: for waits of which there is one for each item.
 */
export class AbortRace implements Disposable {
  readonly #signal: AbortSignal | undefined;
  readonly #stop: () => void;
  #reject: ((reason: unknown) => void) | null = null;

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
    this.#stop = () => this.#reject?.(signal?.reason);
    signal?.addEventListener('abort', this.#stop, { once: true });
  }

  /** Answers as `pending` does, or rejects with the signal's reason. One wait at a time. */
  wait<T>(pending: Promise<T>): Promise<T> {
    const signal = this.#signal;
    if (!signal) return pending;
    return new Promise((resolve, reject) => {
      this.#reject = reject;
      pending.then(resolve, reject);
      if (signal.aborted) this.#stop();
    });
  }

  [Symbol.dispose](): void {
    this.#signal?.removeEventListener('abort', this.#stop);
  }
}
