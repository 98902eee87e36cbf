import { FAILURES_BEFORE_LOCK, LOCK_BASE_MS, LOCK_MAX_MS } from '../auth.limits.ts';

/**
 * How long an account is locked after its `failures`-th wrong password in a row: 0 for the first
 * four, then 30 s, doubled by each further one up to 15 minutes.
 */
export function lockDurationMs(failures: number): number {
  if (failures < FAILURES_BEFORE_LOCK) return 0;
  return Math.min(LOCK_MAX_MS, LOCK_BASE_MS * 2 ** (failures - FAILURES_BEFORE_LOCK));
}
