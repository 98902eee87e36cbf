import { systemClock } from '../clock.ts';
import type { Clock } from '../clock.ts';
import { chargeFixed } from './account-for.ts';
import type { FixedHolder } from './account-for.ts';
import { boundedErrors } from './bounded.errors.ts';
import { requireCapacity } from './require-capacity.ts';

/** How a sliding window is made. */
export interface SlidingWindowOptions extends FixedHolder {
  readonly windowMs: number;
  /** Most samples held; when full the oldest goes before its time. 16 bytes each, allocated once. */
  readonly maxSamples: number;
  readonly clock?: Pick<Clock, 'now'>;
}

/** Figures of the samples inside the window. */
export interface WindowFigures {
  readonly count: number;
  readonly sum: number;
  /** 0 when there is no sample. */
  readonly mean: number;
  readonly max: number;
  /** Samples per second over the time that the held samples cover. */
  readonly perSecond: number;
  /** Samples fell out because the window was full, so the figures cover less than `windowMs`. */
  readonly isCut: boolean;
}

/** What a window holds, for metrics. */
export interface SlidingWindowStats {
  readonly bytes: number;
  /** Samples held, those of the last `windowMs` alone. */
  readonly samples: number;
  readonly maxSamples: number;
  /** Samples that fell out before their time, since the start. */
  readonly droppedTotal: number;
}

/**
 * The samples of the last `windowMs`, at most `maxSamples`, in memory that is fixed at construction
 * and charged once to its account (pool `diagnostics`). Adding is O(1) amortised.
 */
export class SlidingWindow implements Disposable {
  /** Bytes of the two tables, constant. */
  readonly bytes: number;
  readonly windowMs: number;
  readonly maxSamples: number;
  readonly #giveBack: () => void;
  readonly #now: () => number;
  readonly #timesMs: Float64Array;
  readonly #values: Float64Array;
  #first = 0;
  #length = 0;
  /** Time of the last sample that fell out early. */
  #cutMs = -Infinity;
  #dropped = 0;

  /** Throws `BOUNDED_OPTION_INVALID`, or `BOUNDED_NO_ROOM` when the account refuses. */
  constructor(options: SlidingWindowOptions) {
    const { windowMs, maxSamples, clock = systemClock } = options;
    if (!(windowMs > 0 && Number.isFinite(windowMs))) {
      throw boundedErrors.invalidOption(`windowMs is ${windowMs}; it must be above 0 and finite.`);
    }
    this.windowMs = windowMs;
    this.maxSamples = requireCapacity('maxSamples', maxSamples);
    this.bytes = 2 * Float64Array.BYTES_PER_ELEMENT * maxSamples;
    this.#giveBack = chargeFixed(options, 'diagnostics', this.bytes);
    this.#now = () => clock.now();
    this.#timesMs = new Float64Array(maxSamples);
    this.#values = new Float64Array(maxSamples);
  }

  add(value: number): void {
    const nowMs = this.#now();
    this.#forget(nowMs);
    if (this.#length === this.maxSamples) {
      this.#cutMs = this.#timesMs[this.#first]!;
      this.#dropped++;
      this.#drop();
    }
    const slot = (this.#first + this.#length++) % this.maxSamples;
    this.#timesMs[slot] = nowMs;
    this.#values[slot] = value;
  }

  /** O(samples). */
  figures(): WindowFigures {
    const nowMs = this.#now();
    this.#forget(nowMs);
    const count = this.#length;
    let max = count === 0 ? 0 : -Infinity;
    // Not kept from sample to sample: taking one out again rounds, and after a NaN nothing is left of a sum.
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const value = this.#values[(this.#first + i) % this.maxSamples]!;
      max = Math.max(max, value);
      sum += value;
    }
    const isCut = this.#cutMs > nowMs - this.windowMs;
    const coveredMs = isCut ? Math.max(1, nowMs - this.#cutMs) : this.windowMs;
    return {
      count,
      sum,
      mean: count === 0 ? 0 : sum / count,
      max,
      perSecond: (count * 1000) / coveredMs,
      isCut,
    };
  }

  stats(): SlidingWindowStats {
    this.#forget(this.#now());
    const { bytes, maxSamples } = this;
    return { bytes, samples: this.#length, maxSamples, droppedTotal: this.#dropped };
  }

  clear(): void {
    this.#first = 0;
    this.#length = 0;
    this.#cutMs = -Infinity;
  }

  /** Gives the bytes back to the account; the window must not be used afterwards. */
  close(): void {
    this.#giveBack();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #forget(nowMs: number): void {
    while (this.#length > 0 && this.#timesMs[this.#first]! <= nowMs - this.windowMs) this.#drop();
  }

  #drop(): void {
    this.#first = (this.#first + 1) % this.maxSamples;
    this.#length--;
  }
}
