import { systemClock } from '../clock.ts';
import type { Clock } from '../clock.ts';
import { chargeFixed } from './account-for.ts';
import type { FixedHolder } from './account-for.ts';
import { boundedErrors } from './bounded.errors.ts';
import { boundedLimits } from './bounded.limits.ts';
import { CountMinSketch } from './count-min-sketch.ts';
import { HalfSipHash } from './half-sip-hash.ts';

/** How a counter table is made. */
export interface CounterTableOptions extends FixedHolder {
  /** Length of one window. */
  readonly windowMs: number;
  /** Keys per window the table is sized for: 64 bytes each, rounded up to a power of two. More keys
   * cost accuracy, never memory. Default `boundedLimits.counterTableKeys`. */
  readonly expectedKeys?: number;
  /** Two 32-bit words that key the hash. Random by default, so that keys cannot be aimed. */
  readonly seed?: Uint32Array;
  readonly clock?: Pick<Clock, 'now'>;
}

/** What a table holds, for metrics. */
export interface CounterTableStats {
  readonly bytes: number;
  readonly windowMs: number;
  /** Events counted in the present window, over all keys. */
  readonly events: number;
  /** Those of the window before. */
  readonly formerEvents: number;
}

/**
 * Counts events per key and time window in memory that is fixed at construction, whatever the
 * number of keys: for rate limits. A key that shares all its places with others is over-counted,
 * none is ever under-counted: with `expectedKeys` different keys in a window about 2 of 100 read
 * above their true count, with k times as many the surplus is about k events. Holds the present and
 * the former window; its account (pool `diagnostics`) is charged once. O(length of the key), allocates nothing.
 */
export class BoundedCounterTable implements Disposable {
  /** Bytes of the tables, constant. */
  readonly bytes: number;
  readonly windowMs: number;
  readonly #hash: HalfSipHash;
  readonly #now: () => number;
  readonly #giveBack: () => void;
  #window: number;
  #present: CountMinSketch;
  #former: CountMinSketch;
  #events = 0;
  #formerEvents = 0;

  /** Throws `BOUNDED_OPTION_INVALID` or `BOUNDED_NO_ROOM`. */
  constructor(options: CounterTableOptions) {
    const { windowMs, expectedKeys = boundedLimits.counterTableKeys.value } = options;
    if (!(windowMs > 0 && Number.isFinite(windowMs))) {
      throw boundedErrors.invalidOption(`windowMs is ${windowMs}; it must be above 0 and finite.`);
    }
    const width = 2 ** Math.ceil(Math.log2(2 * expectedKeys));
    this.bytes = 2 * width * CountMinSketch.bytesPerColumn;
    if (!(expectedKeys >= 1 && this.bytes <= boundedLimits.counterTableBytes.value)) {
      throw boundedErrors.invalidOption(`expectedKeys is ${expectedKeys}; at most 1048576.`);
    }
    const clock = options.clock ?? systemClock;
    this.windowMs = windowMs;
    this.#giveBack = chargeFixed(options, 'diagnostics', this.bytes);
    this.#now = () => clock.now();
    this.#hash = new HalfSipHash(options.seed);
    this.#present = new CountMinSketch(width);
    this.#former = new CountMinSketch(width);
    this.#window = Math.floor(clock.now() / windowMs);
  }

  /** Adds to the key's count and answers its count in the present window, this event included. */
  add(key: string, amount = 1): number {
    this.#turn();
    this.#hash.update(key);
    this.#events += amount;
    return this.#present.add(this.#hash.low, this.#hash.high, amount);
  }

  /** The key's count in the present window. */
  count(key: string): number {
    this.#turn();
    this.#hash.update(key);
    return this.#present.count(this.#hash.low, this.#hash.high);
  }

  /**
   * The key's count over the last `windowMs`: the present window's count and the part of the former
   * one that still lies inside, taken as spread evenly. Both parts are never under-counted; the
   * spread is an assumption.
   */
  slidingCount(key: string): number {
    const present = this.count(key);
    const former = this.#former.count(this.#hash.low, this.#hash.high);
    return present + former * (this.remainingMs() / this.windowMs);
  }

  /**
   * Counts one event of the key unless its sliding count would pass `limit`; answers how many are left
   * after it (rounded down), or -1, and then counts nothing. One hash, so it is the call for hot paths.
   */
  admit(key: string, limit: number): number {
    this.#turn();
    this.#hash.update(key);
    const { low, high } = this.#hash;
    const former = this.#former.count(low, high);
    const faded = former === 0 ? 0 : former * (this.remainingMs() / this.windowMs);
    const left = Math.floor(limit - faded - this.#present.count(low, high) - 1);
    if (left < 0) return -1;
    this.#present.add(low, high, 1);
    this.#events++;
    return left;
  }

  /** Milliseconds until the present window ends: what a refused caller has to wait at most. */
  remainingMs(): number {
    return this.windowMs - (this.#now() % this.windowMs);
  }

  stats(): CounterTableStats {
    this.#turn();
    const { bytes, windowMs } = this;
    return { bytes, windowMs, events: this.#events, formerEvents: this.#formerEvents };
  }

  /** Forgets all counts; the memory stays. */
  clear(): void {
    this.#events = 0;
    this.#formerEvents = 0;
    this.#present.clear();
    this.#former.clear();
  }

  /** Gives the bytes back to the account; the table must not be used afterwards. */
  close(): void {
    this.#giveBack();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #turn(): void {
    const window = Math.floor(this.#now() / this.windowMs);
    if (window === this.#window) return;
    const former = this.#present;
    this.#present = this.#former;
    this.#present.clear();
    this.#formerEvents = this.#events;
    this.#events = 0;
    if (window !== this.#window + 1) {
      former.clear();
      this.#formerEvents = 0;
    }
    this.#former = former;
    this.#window = window;
  }
}
