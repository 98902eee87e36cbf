import { weighValue } from '@lexiflow/memory';
import { HINT_BYTES, HINTS, WINDOW_MS } from './performance.limits.ts';

/**
 * Findings of the last hour by key, at most `HINTS` and `HINT_BYTES`: the one not seen for longest
 * makes room. O(1) beside the weighing.
 */
export class HintTable<Hint extends object> {
  readonly #hints = new Map<
    string,
    { readonly hint: Hint; readonly atMs: number; readonly bytes: number }
  >();
  readonly #now: () => number;
  #bytes = 0;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Estimated bytes of all findings. */
  get bytes(): number {
    return this.#bytes;
  }

  get size(): number {
    return this.#hints.size;
  }

  /** Takes a finding in the place of the former one of this key, which `make` is given. */
  note(key: string, make: (former: Hint | null, at: string) => Hint): void {
    const nowMs = this.#now();
    const former = this.#hints.get(key);
    this.#remove(key);
    const isFresh = former !== undefined && former.atMs > nowMs - WINDOW_MS;
    const hint = make(isFresh ? former.hint : null, new Date(nowMs).toISOString());
    const bytes = weighValue(hint, 'none').bytes + 2 * key.length;
    this.#hints.set(key, { hint, atMs: nowMs, bytes });
    this.#bytes += bytes;
    while (this.#hints.size > HINTS || this.#bytes > HINT_BYTES) {
      const [oldest] = this.#hints.keys();
      if (oldest === undefined) return;
      this.#remove(oldest);
    }
  }

  #remove(key: string): void {
    this.#bytes -= this.#hints.get(key)?.bytes ?? 0;
    this.#hints.delete(key);
  }

  /** Whether a key was noted in the last hour. */
  has(key: string): boolean {
    return (this.#hints.get(key)?.atMs ?? 0) > this.#now() - WINDOW_MS;
  }

  /** The findings of the last hour, the latest first. */
  list(): Hint[] {
    const since = this.#now() - WINDOW_MS;
    return [...this.#hints.values()]
      .filter(({ atMs }) => atMs > since)
      .map(({ hint }) => hint)
      .toReversed();
  }
}
