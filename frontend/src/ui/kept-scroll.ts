import { MAX_KEPT_SCROLLS } from './ui.limits.ts';

const kept = new Map<string, number>();

/** Remembers how far the list at `key` was scrolled; the oldest goes above the bound. */
export function keepScroll(key: string, offset: number): void {
  kept.delete(key);
  kept.set(key, offset);
  if (kept.size > MAX_KEPT_SCROLLS) {
    for (const oldest of kept.keys()) {
      kept.delete(oldest);
      break;
    }
  }
}

/** How far the list at `key` was scrolled when it was left. */
export function keptScroll(key: string): number {
  return kept.get(key) ?? 0;
}
