import type { Pausable } from '../governor/reclaimer.ts';
import { Standstill } from './standstill.ts';
import type { PauseOptions } from './standstill.ts';

/** Bounds of the batch size and the time one batch should take. */
export interface BatchPaceOptions extends Omit<PauseOptions, 'registry'> {
  readonly name: string;
  readonly startSize: number;
  readonly minSize: number;
  readonly maxSize: number;
  readonly targetMs: number;
}

/**
 * How many items the next batch takes. Grows by half while batches take less than half of their
 * time, halves when one takes more than one and a half of it or memory was refused, and is scaled
 * down while the governor asks for less; at severity 1 it is a {@link Standstill}.
 */
export class BatchPace implements Pausable {
  readonly name: string;
  readonly #options: BatchPaceOptions;
  #size: number;
  #severity = 0;
  readonly #standstill: Standstill;

  constructor(options: BatchPaceOptions) {
    this.name = options.name;
    this.#options = options;
    this.#size = options.startSize;
    this.#standstill = new Standstill(options, options.name);
  }

  /** Size of the next batch, between the bounds. */
  get size(): number {
    return Math.max(this.#options.minSize, Math.floor(this.#size * (1 - this.#severity)));
  }

  /** A batch of this size has taken this long. */
  observe(size: number, elapsedMs: number): void {
    const { maxSize, targetMs } = this.#options;
    if (elapsedMs > targetMs * 1.5) this.#halve();
    else if (elapsedMs < targetMs / 2 && size >= this.#size) {
      this.#size = Math.min(maxSize, Math.ceil(this.#size * 1.5));
    }
  }

  /** Memory for a batch was not there at once. */
  refused(): void {
    this.#halve();
  }

  pause(severity: number): void {
    this.#severity = Math.min(1, Math.max(0, severity));
    this.#standstill.pause(this.#severity);
  }

  resume(): void {
    this.#severity = 0;
    this.#standstill.resume();
  }

  /** See {@link Standstill.ready}. */
  async ready(signal?: AbortSignal): Promise<void> {
    await this.#standstill.ready(signal);
  }

  #halve(): void {
    this.#size = Math.max(this.#options.minSize, Math.floor(this.#size / 2));
  }
}
