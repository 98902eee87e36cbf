import type { Pausable, ReclaimerRegistry } from '@lexiflow/memory';

/**
 * Stands between a batch loop and the governor that pauses it: a standstill longer than `pauseMs`
 * aborts `signal`. Disposing ends the wait.
 */
export class PauseDeadline implements Pick<ReclaimerRegistry, 'registerPausable'>, Disposable {
  readonly #registry: Pick<ReclaimerRegistry, 'registerPausable'>;
  readonly #pauseMs: number;
  readonly #reason: () => Error;
  readonly #abort = new AbortController();
  #timer: NodeJS.Timeout | null = null;

  constructor(
    registry: Pick<ReclaimerRegistry, 'registerPausable'>,
    pauseMs: number,
    reason: () => Error,
  ) {
    this.#registry = registry;
    this.#pauseMs = pauseMs;
    this.#reason = reason;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Whether the loop stands still. */
  get isPaused(): boolean {
    return this.#timer !== null;
  }

  registerPausable(loop: Pausable): () => void {
    return this.#registry.registerPausable({
      name: loop.name,
      pause: (severity) => {
        loop.pause(severity);
        if (severity < 1) this.#stop();
        else this.#timer ??= setTimeout(() => this.#abort.abort(this.#reason()), this.#pauseMs);
      },
      resume: () => {
        loop.resume();
        this.#stop();
      },
    });
  }

  [Symbol.dispose](): void {
    this.#stop();
  }

  #stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
