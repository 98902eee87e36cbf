import { systemClock } from '../clock.ts';
import type { Clock } from '../clock.ts';
import type { Governor } from '../governor/governor.ts';
import { activeResources } from './active-resources.ts';
import { ConfirmingCollection } from './confirming-collection.ts';
import type { DiscoverCollections, SiteSampler } from './detective-parts.ts';
import type { FindingStore } from './finding-store.ts';
import { MemoryFindingStore } from './finding-store.ts';
import { AllocationSampler } from './inspector/allocation-sampler.ts';
import { discoverCollections } from './inspector/discover-collections.ts';
import { inspectorLimits } from './inspector/inspector.limits.ts';
import type { LeakRoot } from './leak-root.ts';
import type { LeakSettings } from './leak-settings.ts';
import type { MemoryView } from './memory-view.ts';
import { GovernorView, ProcessView } from './memory-view.ts';

/** What a detective is made of. Only `roots` has no default. */
export interface LeakDetectiveOptions {
  /** The objects that live as long as the process; asked anew at each discovery. */
  readonly roots: () => Iterable<LeakRoot>;
  /** With it the detective reads its figures and accounts and is charged for its own memory. */
  readonly governor?: Governor | undefined;
  readonly clock?: Clock | undefined;
  readonly store?: FindingStore | undefined;
  readonly settings?: Partial<LeakSettings> | undefined;
  /** Divides all times and multiplies all rates, for trials. Default 1. */
  readonly timeFactor?: number | undefined;
  /** Default: the inspector of this process. */
  readonly discover?: DiscoverCollections | undefined;
  /** Default: V8's sampling profiler; null for none. */
  readonly sampler?: SiteSampler | null | undefined;
  readonly view?: MemoryView | undefined;
  readonly confirming?: ConfirmingCollection | undefined;
  readonly resources?: (() => ReadonlyMap<string, number>) | undefined;
  /** Milliseconds that this process has computed: the load where none is counted. */
  readonly cpuMs?: (() => number) | undefined;
  /** Source of the sample of watched objects, in [0, 1). */
  readonly random?: (() => number) | undefined;
}

/** Options with every default filled in. */
export interface DetectiveParts {
  readonly roots: () => Iterable<LeakRoot>;
  readonly governor: Governor | undefined;
  readonly clock: Clock;
  readonly store: FindingStore;
  readonly discover: DiscoverCollections;
  readonly sampler: SiteSampler | null;
  readonly view: MemoryView;
  readonly confirming: ConfirmingCollection;
  readonly resources: () => ReadonlyMap<string, number>;
  readonly cpuMs: (() => number) | undefined;
  readonly random: () => number;
}

/** Fills in the defaults. */
export function partsOf(options: LeakDetectiveOptions): DetectiveParts {
  const { governor } = options;
  return {
    roots: options.roots,
    governor,
    clock: options.clock ?? systemClock,
    store: options.store ?? new MemoryFindingStore(),
    discover: options.discover ?? ((roots, skip) => discoverCollections(roots, { skip })),
    sampler: options.sampler === undefined ? samplerFor(options.timeFactor) : options.sampler,
    view: options.view ?? (governor ? new GovernorView(governor) : new ProcessView()),
    confirming: options.confirming ?? new ConfirmingCollection(),
    resources: options.resources ?? activeResources,
    cpuMs: options.cpuMs,
    random: options.random ?? Math.random,
  };
}

/** Readings stop the process; in a trial that runs faster they may do so for a larger part of it. */
function samplerFor(timeFactor = 1): SiteSampler {
  const share = inspectorLimits.readingShare.value * timeFactor;
  return new AllocationSampler({
    share: Math.min(share, inspectorLimits.readingShareAtMost.value),
  });
}
