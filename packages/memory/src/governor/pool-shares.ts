import type { PoolName } from './account.ts';

/** What a pool is promised and what it may reach, as shares of the bytes all pools have. */
export interface PoolShare {
  readonly min: number;
  readonly max: number;
}

/** One share per pool. The minimums must sum to at most 1. */
export type PoolShares = Readonly<Record<PoolName, PoolShare>>;

/**
 * Default shares: half is promised, half is for whoever needs it. Requests, which everything goes
 * through, are promised the most and may reach three quarters; diagnostics is promised nothing and
 * waits for calm.
 */
export const defaultPoolShares: PoolShares = {
  request: { min: 0.2, max: 0.75 },
  upload: { min: 0.03, max: 0.3 },
  stream: { min: 0.03, max: 0.3 },
  cache: { min: 0.1, max: 0.4 },
  batch: { min: 0.03, max: 0.3 },
  job: { min: 0.03, max: 0.3 },
  realtime: { min: 0.03, max: 0.3 },
  'db-result': { min: 0.03, max: 0.3 },
  diagnostics: { min: 0, max: 1 },
};
