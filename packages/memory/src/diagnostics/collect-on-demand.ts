import { getHeapStatistics } from 'node:v8';
import { systemClock } from '../clock.ts';
import type { Clock } from '../clock.ts';
import type { CollectNow } from '../governor/find-gc.ts';
import { findGc } from '../governor/find-gc.ts';
import { diagnosticsLimits } from './diagnostics.limits.ts';

/** Memory right before or right after a collection. */
export interface CollectFigures {
  readonly heapUsedBytes: number;
  readonly externalBytes: number;
  readonly rssBytes: number;
}

/** What a collection on demand did, or why it was not made. */
export type CollectOutcome =
  | {
      readonly ok: true;
      readonly before: CollectFigures;
      readonly after: CollectFigures;
      readonly freedBytes: number;
      readonly durationMs: number;
    }
  | {
      readonly ok: false;
      readonly code: 'MEM_COLLECT_TOO_SOON' | 'MEM_COLLECT_UNAVAILABLE';
      readonly retryAfterSeconds: number;
      readonly detail: string;
    };

/** What it is made of. */
export interface CollectOnDemandOptions {
  readonly clock?: Clock;
  /** Answers the collector, or undefined when this process has none. */
  readonly findCollector?: () => CollectNow | undefined;
  /** Told after each collection, to improve the prediction of pauses. */
  readonly onCollected?: (liveBytes: number, durationMs: number) => void;
}

function figures(): CollectFigures {
  const heap = getHeapStatistics();
  const rssBytes = process.memoryUsage.rss();
  return { heapUsedBytes: heap.used_heap_size, externalBytes: heap.external_memory, rssBytes };
}

/** A full collection because a person asked for it; at most one per ten seconds. */
export class CollectOnDemand {
  readonly #clock: Clock;
  readonly #findCollector: () => CollectNow | undefined;
  readonly #onCollected: (liveBytes: number, durationMs: number) => void;
  #lastMs = -Infinity;

  constructor(options: CollectOnDemandOptions = {}) {
    this.#clock = options.clock ?? systemClock;
    this.#findCollector = options.findCollector ?? findGc;
    this.#onCollected = options.onCollected ?? (() => undefined);
  }

  /** Stops the process for about 1.3 ms per live MB. */
  collect(): CollectOutcome {
    const waitMs = this.#lastMs + diagnosticsLimits.collectGapMs.value - this.#clock.now();
    if (waitMs > 0) {
      const detail = `The next collection on demand is possible in ${Math.ceil(waitMs)} ms.`;
      const retryAfterSeconds = Math.ceil(waitMs / 1000);
      return { ok: false, code: 'MEM_COLLECT_TOO_SOON', retryAfterSeconds, detail };
    }
    const collect = this.#findCollector();
    if (!collect) {
      const detail = 'This process was started without --expose-gc and does not take it later.';
      return { ok: false, code: 'MEM_COLLECT_UNAVAILABLE', retryAfterSeconds: 0, detail };
    }
    const before = figures();
    const startMs = this.#clock.now();
    collect();
    const durationMs = this.#clock.now() - startMs;
    const after = figures();
    this.#lastMs = this.#clock.now();
    this.#onCollected(after.heapUsedBytes, durationMs);
    const freedBytes = Math.max(0, before.heapUsedBytes - after.heapUsedBytes);
    return { ok: true, before, after, freedBytes, durationMs };
  }
}
