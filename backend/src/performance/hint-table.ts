import { HINTS, WINDOW_MS } from './performance.limits.ts';

/** Findings of the last hour by key, at most `HINTS`: the one not seen for longest makes room. O(1). */
export class HintTable<Hint extends object> {
  readonly #hints = new Map<string, { readonly hint: Hint; readonly atMs: number }>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  get size(): number {
    return this.#hints.size;
  }

  /** Takes a finding in the place of the former one of this key, which `make` is given. */
  note(key: string, make: (former: Hint | null, at: string) => Hint): void {
    const nowMs = this.#now();
    const former = this.#hints.get(key);
    this.#hints.delete(key);
    const isFresh = former !== undefined && former.atMs > nowMs - WINDOW_MS;
    const hint = make(isFresh ? former.hint : null, new Date(nowMs).toISOString());
    this.#hints.set(key, { hint, atMs: nowMs });
    const [oldest] = this.#hints.keys();
    if (this.#hints.size > HINTS && oldest !== undefined) this.#hints.delete(oldest);
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
