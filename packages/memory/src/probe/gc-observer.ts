import { PerformanceObserver, constants } from 'node:perf_hooks';
import type { GcKind, GcKindSnapshot } from './gc-histogram.ts';
import { GcHistogram, gcKinds } from './gc-histogram.ts';
import type { GcPause } from './gc-pauses.ts';
import { GcPauses } from './gc-pauses.ts';
import { probeLimits } from './probe.limits.ts';

/** Collections since the observer started, by kind, and the last pauses. */
export interface GcSnapshot {
  readonly kinds: Readonly<Record<GcKind, GcKindSnapshot>>;
  readonly pauses: readonly GcPause[];
}

/** Where collections are learned of. */
export interface GcSource {
  /** Told after each major collection, once the event loop turns. Set by the sampler. */
  onMajor: (pauseMs: number) => void;
  /** Minor collections since it started; cheap enough for every sample. */
  readonly minorCollections: number;
  start(): void;
  stop(): void;
  snapshot(): GcSnapshot;
}

const kindOf = new Map<number, GcKind>([
  [constants.NODE_PERFORMANCE_GC_MINOR, 'minor'],
  [constants.NODE_PERFORMANCE_GC_MAJOR, 'major'],
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL, 'incremental'],
  [constants.NODE_PERFORMANCE_GC_WEAKCB, 'weak-callbacks'],
]);

/** Sees every collection of this thread: an observer call carries several entries, and all are counted. */
export class GcObserver implements GcSource {
  readonly #histograms: Record<GcKind, GcHistogram>;
  readonly #pauses = new GcPauses(probeLimits.gcPauses.value);
  onMajor: (pauseMs: number) => void = () => undefined;
  #observer: PerformanceObserver | undefined;

  constructor() {
    this.#histograms = {
      minor: new GcHistogram(),
      major: new GcHistogram(),
      incremental: new GcHistogram(),
      'weak-callbacks': new GcHistogram(),
    };
  }

  get minorCollections(): number {
    return this.#histograms.minor.count;
  }

  start(): void {
    if (this.#observer) return;
    this.#observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { kind } = (entry as unknown as { detail: { kind: number } }).detail;
        this.record(kindOf.get(kind) ?? 'minor', entry.startTime, entry.duration);
      }
    });
    this.#observer.observe({ entryTypes: ['gc'] });
  }

  stop(): void {
    this.#observer?.disconnect();
    this.#observer = undefined;
  }

  /** Counts one collection; the observer calls it, and tests do. */
  record(kind: GcKind, atMs: number, durationMs: number): void {
    this.#histograms[kind].add(durationMs);
    this.#pauses.add(atMs, durationMs, kind);
    if (kind === 'major') this.onMajor(durationMs);
  }

  snapshot(): GcSnapshot {
    const kinds = Object.fromEntries(
      gcKinds.map((kind) => [kind, this.#histograms[kind].snapshot()]),
    ) as Record<GcKind, GcKindSnapshot>;
    return { kinds, pauses: this.#pauses.list() };
  }
}
