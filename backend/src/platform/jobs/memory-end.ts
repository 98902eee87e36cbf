import type { AbortableRegistry, Account } from '@lexiflow/memory';
import type { ErrorReporter } from '../errors/error-reporter.ts';
import { jobErrors } from './jobs.errors.ts';

const mib = 1024 * 1024;

/** Lets the governor end one run in an emergency, from the moment its handler listens to its signal. */
export class MemoryEnd {
  readonly #name: string;
  readonly #account: Account;
  readonly #abort: AbortController;
  readonly #reporter: ErrorReporter;
  #takeBack: (() => void) | null = null;
  #isOver = false;

  constructor(name: string, account: Account, abort: AbortController, reporter: ErrorReporter) {
    this.#name = name;
    this.#account = account;
    this.#abort = abort;
    this.#reporter = reporter;
  }

  /** From now on the run may be ended. Once is enough. */
  offer(registry: AbortableRegistry): void {
    if (this.#isOver) return;
    this.#takeBack ??= registry.registerAbortable({
      name: `job:${this.#name}`,
      usedBytes: () => this.#account.usedBytes,
      abort: (why) => {
        const held = (this.#account.usedBytes / mib).toFixed(1);
        const error = jobErrors.endedForMemory(`${why}; the run held ${held} MB`);
        this.#reporter.ended(`a run of the job ${this.#name}`, error);
        this.#abort.abort(error);
      },
    });
  }

  /** The run is over. */
  withdraw(): void {
    this.#isOver = true;
    this.#takeBack?.();
  }
}
