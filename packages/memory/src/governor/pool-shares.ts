import type { PoolName } from './account.ts';

/** What a pool is promised and what it may reach, as shares of the bytes all pools have. */
export interface PoolShare {
  readonly min: number;
  readonly max: number;
}

/** One share per pool. The minimums must sum to at most 1. */
export type PoolShares = Readonly<Record<PoolName, PoolShare>>;

/**
 * Default shares: 60 % promised, 40 % for whoever needs it. Requests and caches, which everything
 * goes through, are promised the most; diagnostics is promised nothing and waits for calm.
 */
export const defaultPoolShares: PoolShares = {
  request: { min: 0.15, max: 0.5 },
  upload: { min: 0.05, max: 0.3 },
  stream: { min: 0.05, max: 0.3 },
  cache: { min: 0.15, max: 0.4 },
  batch: { min: 0.05, max: 0.3 },
  job: { min: 0.05, max: 0.3 },
  realtime: { min: 0.05, max: 0.3 },
  'db-result': { min: 0.05, max: 0.3 },
  diagnostics: { min: 0, max: 1 },
};
