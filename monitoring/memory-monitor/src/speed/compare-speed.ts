import { monitorLimits } from '../monitor.limits.ts';
import type { RouteTotals } from './route-totals.ts';

/** How requests fare against a baseline. */
export interface SpeedComparison {
  /** Requests of the routes that both sides know. */
  readonly requests: number;
  readonly meanMs: number;
  /** What the same requests would have taken at the baseline's mean of each route. */
  readonly baselineMs: number;
  /** Share of requests that failed, less the baseline's. */
  readonly failedShareRise: number;
}

/**
 * Compares two windows route by route, weighted by the present requests (direct standardisation), so that
 * another mix of requests is not taken for another speed. Null when no route is known to both.
 */
export function compareSpeed(now: RouteTotals, baseline: RouteTotals): SpeedComparison | null {
  let requests = 0;
  let seconds = 0;
  let expectedSeconds = 0;
  let failed = 0;
  let expectedFailed = 0;
  for (const [route, total] of now) {
    const known = baseline.get(route);
    if (known === undefined || known.count < monitorLimits.routeMinimumRequests.value) continue;
    requests += total.count;
    seconds += total.seconds;
    failed += total.failed;
    expectedSeconds += (known.seconds / known.count) * total.count;
    expectedFailed += (known.failed / known.count) * total.count;
  }
  if (requests === 0 || expectedSeconds === 0) return null;
  return {
    requests,
    meanMs: (1000 * seconds) / requests,
    baselineMs: (1000 * expectedSeconds) / requests,
    failedShareRise: (failed - expectedFailed) / requests,
  };
}
