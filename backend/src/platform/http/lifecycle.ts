/** Where the process stands between its start and its end. */
export type Phase = 'starting' | 'migrating' | 'serving' | 'draining';

/** The phase of the server, read by the readiness probe and by every request. */
export class Lifecycle {
  #phase: Phase = 'starting';
  readonly #onDraining: (() => void)[] = [];

  get phase(): Phase {
    return this.#phase;
  }

  get isDraining(): boolean {
    return this.#phase === 'draining';
  }

  /** Goes on to the next phase; nothing leads out of `draining`. */
  enter(phase: Phase): void {
    if (this.#phase === 'draining') return;
    this.#phase = phase;
    if (phase === 'draining') for (const listener of this.#onDraining) listener();
  }

  /** Calls `listener` once, when the server begins to stop. For parts that live as long as it. */
  onDraining(listener: () => void): void {
    this.#onDraining.push(listener);
  }
}
