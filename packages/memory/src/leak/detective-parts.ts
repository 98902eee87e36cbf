import type { FindingSite } from './finding.ts';
import type { FoundCollection } from './found-collection.ts';
import type { LeakRoot } from './leak-root.ts';

/** What one search for collections found; not complete when a bound cut it short. */
export interface DiscoveryOutcome {
  readonly found: readonly FoundCollection[];
  readonly complete: boolean;
  /** Time for which it kept this thread. */
  readonly durationMs: number;
}

/** Searches the collections that roots reach; does not enter the objects to skip. */
export type DiscoverCollections = (
  roots: Iterable<LeakRoot>,
  skip: Iterable<object>,
) => Promise<DiscoveryOutcome>;

/** A place in the source and the sampled bytes that were allocated there and are alive. */
export type LiveSite = FindingSite;

/** Samples allocations. Started again with another interval it begins anew. */
export interface SiteSampler {
  start(intervalBytes: number): Promise<void>;
  stop(): Promise<void>;
  /** The `top` places with the most live bytes; undefined where reading them now is too dear. */
  liveSites(top: number): Promise<readonly LiveSite[] | undefined>;
}
