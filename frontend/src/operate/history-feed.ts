import { LIVE_INTERVAL_MS, readHistory } from '../api/monitoring.ts';
import { HistoryRing } from './history-ring.ts';

/**
 * Fills a HistoryRing from the server once a second while the page is visible, and tells its
 * listeners after each new sample. Charts read the ring; nothing of it is React state.
 */
export class HistoryFeed {
  readonly ring = new HistoryRing();
  readonly #listeners = new Set<() => void>();

  /** Calls `listener` after new samples until the returned function is called. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Starts reading; the returned function stops it and drops an answer under way. */
  start(): () => void {
    const controller = new AbortController();
    const { signal } = controller;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tick = async () => {
      try {
        const added = this.ring.append(await readHistory(this.ring.lastAtMs, signal));
        if (added > 0) for (const listener of this.#listeners) listener();
      } catch {
        // The figures beside the charts show the error; the next tick tries again.
      }
      if (!signal.aborted && !document.hidden)
        timer = setTimeout(() => void tick(), LIVE_INTERVAL_MS);
    };
    const onVisibility = () => {
      clearTimeout(timer);
      if (!document.hidden) void tick();
    };
    document.addEventListener('visibilitychange', onVisibility, { signal });
    void tick();
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }
}
