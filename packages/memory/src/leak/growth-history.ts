import type { Growth, GrowthRules } from './judge-growth.ts';
import { judgeGrowth } from './judge-growth.ts';
import { MinimaSeries } from './minima-series.ts';

/** One figure over time, near and far: the newest points in full, the whole run in block minima. */
export class GrowthHistory {
  readonly #recent = new MinimaSeries('recent');
  readonly #all = new MinimaSeries('all');

  get bytes(): number {
    return this.#recent.bytes + this.#all.bytes;
  }

  add(atMs: number, work: number, value: number): void {
    this.#recent.add(atMs, work, value);
    this.#all.add(atMs, work, value);
  }

  /** Lowers the value that was added last, where it was read too high. */
  lower(value: number): void {
    this.#recent.lower(value);
    this.#all.lower(value);
  }

  clear(): void {
    this.#recent.clear();
    this.#all.clear();
  }

  /** What it gained since `sinceMs`, by the least values of its blocks. */
  gainSince(sinceMs: number): number {
    const points = this.#all.list(sinceMs);
    return points.length === 0 ? 0 : points.at(-1)!.value - points[0]!.value;
  }

  /** The longest view in which it grows; where it does not, what the whole run says. O(points²). */
  judge(rules: GrowthRules, sinceMs = -Infinity, judgePoints = judgeGrowth): Growth {
    const all = judgePoints(this.#all.list(sinceMs), rules);
    if (all.shape === 'grows') return all;
    const recent = judgePoints(this.#recent.list(sinceMs), rules);
    return recent.shape === 'grows' ? recent : all;
  }
}
