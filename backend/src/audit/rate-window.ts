/**
 * At most `limit` passes for each key in `windowMs`, in fixed memory: keys share slots by hash, so
 * two keys may be counted together, never a key too little. Fixed windows, no timer.
 */
export class RateWindow {
  readonly #limit: number;
  readonly #windowMs: number;
  readonly #counts: Uint32Array;
  readonly #windows: Float64Array;

  constructor(limit: number, windowMs: number, slots: number) {
    this.#limit = limit;
    this.#windowMs = windowMs;
    this.#counts = new Uint32Array(slots);
    this.#windows = new Float64Array(slots);
  }

  /** Counts one pass of `key` and answers whether it is within the limit. */
  take(key: string, nowMs = Date.now()): boolean {
    let hash = 0x811c9dc5;
    for (let at = 0; at < key.length; at++) {
      hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
    }
    const slot = (hash >>> 0) % this.#counts.length;
    const window = Math.floor(nowMs / this.#windowMs);
    if (this.#windows[slot] !== window) {
      this.#windows[slot] = window;
      this.#counts[slot] = 0;
    }
    const count = (this.#counts[slot] ?? 0) + 1;
    this.#counts[slot] = count;
    return count <= this.#limit;
  }
}
