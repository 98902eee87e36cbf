/** Where the process stands between its start and its end. */
export type Phase = 'starting' | 'migrating' | 'serving' | 'draining';

/** The phase of the server, read by the readiness probe and by every request. */
export class Lifecycle {
  #phase: Phase = 'starting';

  get phase(): Phase {
    return this.#phase;
  }

  get isDraining(): boolean {
    return this.#phase === 'draining';
  }

  /** Goes on to the next phase; nothing leads out of `draining`. */
  enter(phase: Phase): void {
    if (this.#phase !== 'draining') this.#phase = phase;
  }
}
