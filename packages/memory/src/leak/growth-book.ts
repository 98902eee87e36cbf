import { GrowthHistory } from './growth-history.ts';
import type { Growth, GrowthRules } from './judge-growth.ts';
import { leakLimits } from './leak.limits.ts';

interface Entry {
  readonly history: GrowthHistory;
  last: number;
}

/** Histories of everything that has grown, by key; at most `leakLimits.series` of them. */
export class GrowthBook {
  readonly #entries = new Map<string, Entry>();

  get size(): number {
    return this.#entries.size;
  }

  get bytes(): number {
    return this.#entries.size * new GrowthHistory().bytes;
  }

  /** Adds a figure. A key without a history gets one when the figure is above zero. */
  note(key: string, atMs: number, work: number, value: number): void {
    let entry = this.#entries.get(key);
    if (!entry) {
      if (value <= 0 || !this.#hasRoomFor(value)) return;
      this.#entries.set(key, (entry = { history: new GrowthHistory(), last: 0 }));
    }
    entry.last = value;
    entry.history.add(atMs, work, value);
  }

  judge(key: string, rules: GrowthRules, sinceMs?: number): Growth | undefined {
    return this.#entries.get(key)?.history.judge(rules, sinceMs);
  }

  /** What a key gained since `sinceMs`; 0 for one that is not followed. */
  gainSince(key: string, sinceMs: number): number {
    return this.#entries.get(key)?.history.gainSince(sinceMs) ?? 0;
  }

  clear(): void {
    this.#entries.clear();
  }

  /** The history with the smallest figure gives way to a larger one. */
  #hasRoomFor(value: number): boolean {
    if (this.#entries.size < leakLimits.series.value) return true;
    let least: [key: string, entry: Entry] | undefined;
    for (const each of this.#entries) if (!least || each[1].last < least[1].last) least = each;
    if (!least || least[1].last >= value) return false;
    return this.#entries.delete(least[0]);
  }
}
