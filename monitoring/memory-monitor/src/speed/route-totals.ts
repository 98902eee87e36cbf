/** Requests of one route since the start of the process, or within a window. */
export interface RouteTotal {
  count: number;
  seconds: number;
  /** Answered with a status of 500 to 599. */
  failed: number;
}

/** Totals by route, at most `monitorLimits.routes` of them. */
export type RouteTotals = ReadonlyMap<string, RouteTotal>;

/** What was added between two readings; null when a counter fell: the process began anew. */
export function differenceOf(later: RouteTotals, earlier: RouteTotals): RouteTotals | null {
  const difference = new Map<string, RouteTotal>();
  for (const [route, from] of earlier) if ((later.get(route)?.count ?? 0) < from.count) return null;
  for (const [route, to] of later) {
    const from = earlier.get(route);
    const count = to.count - (from?.count ?? 0);
    if (count === 0) continue;
    const seconds = to.seconds - (from?.seconds ?? 0);
    difference.set(route, { count, seconds, failed: to.failed - (from?.failed ?? 0) });
  }
  return difference;
}

/** Requests of all routes. */
export function requestsIn(totals: RouteTotals): number {
  let requests = 0;
  for (const { count } of totals.values()) requests += count;
  return requests;
}
