import type { CancelTimer, Clock } from '../clock.ts';
import { governorLimits } from './governor.limits.ts';
import type { Ledger } from './ledger.ts';
import type { PressureLevel } from './ladder.ts';
import type { Reclaimer } from './reclaimer.ts';
import type { ReclaimerSet } from './reclaimer-set.ts';
import type { Timeline } from './timeline.ts';

/** What a cleanup works on. */
export interface CleanupOptions {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly reclaimers: ReclaimerSet;
  readonly timeline: Timeline;
  readonly level: () => PressureLevel;
  /** Distance of two cleanups; 0 makes none by itself. */
  readonly intervalMs: number;
  /** Whether caches are shrunk too, although there is no pressure. */
  readonly isAggressive: boolean;
}

/**
 * Gives back what nobody needs, pressure or not: expired entries and reserved, unused blocks. An
 * aggressive one also shrinks caches, what is worth least per byte first, until all of them together
 * hold no more than the minimum of the pool `cache`; what is used comes back by its next misses.
 */
export class Cleanup {
  readonly #options: CleanupOptions;
  #cancelNext: CancelTimer | undefined;
  #cancelSlice: CancelTimer | undefined;

  constructor(options: CleanupOptions) {
    this.#options = options;
  }

  start(): void {
    const { clock, intervalMs } = this.#options;
    if (intervalMs > 0) this.#cancelNext = clock.every(intervalMs, () => void this.run());
  }

  stop(): void {
    this.#cancelNext?.();
    this.#cancelSlice?.();
  }

  /** One cleanup; answers the bytes won. Shrinking goes on in slices where it takes long. */
  run(): number {
    const { ledger, reclaimers, isAggressive } = this.#options;
    let bytesWon = 0;
    for (const reclaimer of reclaimers.byValue()) {
      const expire = reclaimer.expire?.bind(reclaimer);
      if (expire) bytesWon += this.#ask(reclaimer, 'expire', expire);
    }
    if (isAggressive) bytesWon += this.#shrink();
    return bytesWon + this.#note({ action: 'trim' }, () => ledger.trim());
  }

  /** One slice; the rest follows as long as it wins anything. */
  #shrink(): number {
    const { clock, ledger, reclaimers } = this.#options;
    this.#cancelSlice?.();
    const caches = reclaimers.byValue().filter(({ kind }) => kind === 'cache');
    const heldBytes = caches.reduce((sum, cache) => sum + cache.usedBytes(), 0);
    const minBytes = ledger.pools.get('cache')?.minBytes ?? 0;
    const untilMs = clock.now() + governorLimits.cleanupSliceMs.value;
    let bytesWon = 0;
    for (const cache of caches) {
      const excessBytes = heldBytes - bytesWon - minBytes;
      if (excessBytes <= 0) return bytesWon;
      if (clock.now() >= untilMs) break;
      const targetBytes = Math.max(0, Math.floor(cache.usedBytes() - excessBytes));
      bytesWon += this.#ask(cache, 'shrink', () => cache.shrink(targetBytes));
    }
    if (heldBytes - bytesWon > minBytes && bytesWon > 0) {
      const gapMs = governorLimits.cleanupGapMs.value;
      this.#cancelSlice = clock.after(gapMs, () => void this.#shrink());
    }
    return bytesWon;
  }

  #ask(reclaimer: Reclaimer, action: 'expire' | 'shrink', call: () => number): number {
    const ask = (): number => this.#options.reclaimers.ask(reclaimer, action, call);
    return this.#note({ action, subject: reclaimer.name }, ask);
  }

  #note(what: { action: string; subject?: string }, work: () => number): number {
    const { clock, timeline, level } = this.#options;
    const startMs = clock.now();
    const bytesWon = work();
    if (bytesWon === 0) return 0;
    const durationMs = clock.now() - startMs;
    const cause = 'periodic cleanup';
    timeline.add({ atMs: clock.wallMs(), level: level(), cause, ...what, bytesWon, durationMs });
    return bytesWon;
  }
}
