import { differenceOf, requestsIn, type RouteTotals } from './route-totals.ts';

interface Reading {
  readonly atMs: number;
  readonly totals: RouteTotals;
}

/** A window that has ended calmly. */
export interface Baseline {
  readonly endedMs: number;
  readonly totals: RouteTotals;
}

/**
 * The requests of the last half to whole window, and the last calm window that ended before it began. Holds
 * three readings of totals and two baselines, whatever the time.
 */
export class SpeedWindow {
  readonly #windowMs: number;
  readonly #minimumRequests: number;
  /** Readings at the last two halves. */
  #older: Reading | null = null;
  #newer: Reading | null = null;
  #latest: Reading | null = null;
  /** Time of the last reading at which something was wrong. */
  #troubledMs = -Infinity;
  /** A calm window that overlaps the present one: not yet a baseline. */
  #waiting: Baseline | null = null;
  #baseline: Baseline | null = null;

  constructor(windowMs: number, minimumRequests: number) {
    this.#windowMs = windowMs;
    this.#minimumRequests = minimumRequests;
  }

  /** Takes a reading; call `settle` when it has been judged. */
  observe(atMs: number, totals: RouteTotals): void {
    if (this.#latest !== null && differenceOf(totals, this.#latest.totals) === null)
      this.#restart();
    this.#latest = { atMs, totals };
    this.#newer ??= this.#latest;
  }

  /**
   * Moves the window on when its half is over. `isCalm` says whether anything was wrong with the target at
   * the last reading; a window with any such reading is no baseline.
   */
  settle(isCalm: boolean): void {
    if (this.#latest === null || this.#newer === null) return;
    const { atMs } = this.#latest;
    if (!isCalm) this.#troubledMs = atMs;
    if (atMs - this.#newer.atMs < this.#windowMs / 2) return;
    if (this.#waiting !== null && this.#waiting.endedMs <= this.#newer.atMs) {
      this.#baseline = this.#waiting;
      this.#waiting = null;
    }
    const beganMs = (this.#older ?? this.#newer).atMs;
    const ended = this.present();
    if (
      beganMs >= this.#troubledMs &&
      this.#waiting === null &&
      requestsIn(ended) >= this.#minimumRequests
    )
      this.#waiting = { endedMs: atMs, totals: ended };
    this.#older = this.#newer;
    this.#newer = this.#latest;
  }

  /** What was added in the present window. */
  present(): RouteTotals {
    const from = this.#older ?? this.#newer;
    if (from === null || this.#latest === null) return new Map();
    return differenceOf(this.#latest.totals, from.totals) ?? new Map();
  }

  /** The last calm window before the present one; null when there is none or it is too old. */
  baseline(nowMs: number, maximumAgeMs: number): Baseline | null {
    const { endedMs } = this.#baseline ?? { endedMs: -Infinity };
    return nowMs - endedMs <= maximumAgeMs ? this.#baseline : null;
  }

  #restart(): void {
    this.#older = null;
    this.#newer = null;
    this.#waiting = null;
  }
}
