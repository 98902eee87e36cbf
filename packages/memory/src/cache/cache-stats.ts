import type { DisposalReason } from './disposal.ts';
import type { PolicyName } from './eviction-policy.ts';

/** Figures of one cache since it was made. Limits that were not given are null. */
export interface CacheStats {
  readonly name: string;
  readonly policy: PolicyName;
  readonly entries: number;
  readonly maxEntries: number | null;
  /** Bytes charged now: keys, values, bookkeeping. */
  readonly bytes: number;
  readonly maxBytes: number | null;
  readonly hits: number;
  /** Hits of `getOrLoad` that were answered past their age; also counted in `hits`. */
  readonly staleHits: number;
  readonly misses: number;
  /** hits ÷ (hits + misses), 0 before the first question. */
  readonly hitRate: number;
  readonly sets: number;
  readonly loads: number;
  readonly loadErrors: number;
  readonly loadsInFlight: number;
  /** Departures by reason; `refused` counts values that were not let in. */
  readonly removals: Readonly<Record<DisposalReason, number>>;
}
