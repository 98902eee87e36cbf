import type { CacheFigures, MemoryMetrics } from '@lexiflow/contracts';
import type { CacheStats, GovernorSnapshot, MemoryPlan, RouteSnapshot } from '@lexiflow/memory';
import type { RouteFigures } from '../platform/metrics/request-figures.ts';
import { budgetParts } from './budget-parts.ts';
import { monitoringLimits } from './monitoring.limits.ts';

/** What `GET /monitoring/memory-metrics` is made of. */
export interface MemoryDocumentParts {
  readonly snapshot: GovernorSnapshot;
  readonly caches: readonly CacheStats[];
  readonly routes: readonly RouteFigures[];
  /** What the governor has learned of them. */
  readonly costs: readonly RouteSnapshot[];
  readonly inFlight: number;
  readonly planSource: MemoryPlan['source'];
}

/** Process, budget, pools, caches, admission, collections and heavy routes in one document. Pure. */
export function memoryDocument(parts: MemoryDocumentParts): MemoryMetrics {
  const { snapshot, caches, routes, costs, inFlight, planSource } = parts;
  const { probes, admission, timeToLimitMs } = snapshot;
  const shedByReason = admission.refusedTotal as Record<string, number>;
  return {
    at: new Date(snapshot.atMs).toISOString(),
    level: snapshot.level,
    process: {
      pid: process.pid,
      uptimeSeconds: Math.round(process.uptime()),
      rssBytes: probes.rssBytes ?? 0,
      heapUsedBytes: probes.heapUsedBytes ?? 0,
      heapTotalBytes: probes.heapCommittedBytes ?? 0,
      externalBytes: probes.externalBytes ?? 0,
      arrayBuffersBytes: probes.arrayBuffersBytes ?? 0,
      eventLoopUtilisation: probes.eventLoopUtilisation ?? 0,
    },
    budget: {
      limitBytes: snapshot.limitBytes,
      source: planSource,
      workingSetBytes: snapshot.workingSetBytes,
      parts: budgetParts(snapshot),
      unexplainedBytes: snapshot.unexplainedBytes,
      headroomBytes: snapshot.headroomBytes,
      timeToLimitSeconds: timeToLimitMs === null ? null : Math.round(timeToLimitMs / 1000),
      oldGeneration: { usedBytes: probes.oldUsedBytes ?? 0, limitBytes: probes.oldLimitBytes ?? 0 },
      floorBytes: probes.floorBytes,
    },
    pools: snapshot.pools.map((pool) => ({
      name: pool.name,
      usedBytes: pool.usedBytes,
      reservedBytes: pool.reservedBytes,
      minimumBytes: pool.minBytes,
      maximumBytes: pool.maxBytes,
      accounts: pool.openAccounts,
      waiting: pool.waiting,
      refused: pool.refusedTotal,
    })),
    caches: caches.map(cacheFigures),
    admission: {
      admitted: admission.admittedTotal,
      shed: Object.values(shedByReason).reduce((total, count) => total + count, 0),
      inFlight,
      shedByReason,
    },
    gc: Object.entries(snapshot.gc.kinds).map(([kind, { count, totalMs, maxMs }]) => ({
      kind,
      count,
      totalMs,
      maxMs,
    })),
    heavyRoutes: heavyRoutes(routes, costs),
  };
}

function cacheFigures(stats: CacheStats): CacheFigures {
  const { name, entries, bytes, hits, misses, removals } = stats;
  return {
    name,
    entries,
    bytes,
    hits,
    misses,
    maxEntries: stats.maxEntries ?? 0,
    maxBytes: stats.maxBytes ?? 0,
    hitRate: hits + misses === 0 ? null : stats.hitRate,
    evictions: removals,
  };
}

type HeavyRoute = MemoryMetrics['heavyRoutes'][number];

/** The routes whose requests hold the most: the peak of their account and the estimate beside it. */
function heavyRoutes(
  routes: readonly RouteFigures[],
  costs: readonly RouteSnapshot[],
): HeavyRoute[] {
  const learned = new Map(costs.map((cost) => [cost.route, cost]));
  const weight = ({ accountedBytesP95, heldBytes }: HeavyRoute) =>
    accountedBytesP95 + (heldBytes ?? 0);
  return routes
    .map((row) => ({
      route: row.name,
      requests: row.seconds.count,
      // None is counted of requests that were refused at the door.
      accountedBytesP95: row.peakBytes.count === 0 ? 0 : Math.round(row.peakBytes.quantile(0.95)),
      ...held(learned.get(row.name)),
      p95Ms: row.seconds.quantile(0.95) * 1000,
    }))
    .sort((a, b) => weight(b) - weight(a) || b.requests - a.requests)
    .slice(0, monitoringLimits.heavyRoutes);
}

function held(cost: RouteSnapshot | undefined): Pick<HeavyRoute, 'heldBytes' | 'heldErrorBytes'> {
  if (cost === undefined || cost.heldUpdates === 0)
    return { heldBytes: null, heldErrorBytes: null };
  return { heldBytes: cost.heldBytes, heldErrorBytes: cost.heldErrorBytes };
}
