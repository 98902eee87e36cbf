import * as z from 'zod/mini';
import { flag } from './scalars.ts';

export const pressureLevel = z.enum(['normal', 'elevated', 'warning', 'critical', 'emergency']);

/** `GET /health/memory`: the shape the operating guides print; sizes are text with their unit. */
export const memoryHealth = z.strictObject({
  status: z.enum(['healthy', 'warning', 'critical']),
  v8: z.strictObject({
    heapSizeLimit: z.string(),
    usedHeapSize: z.string(),
    heapUsedPercent: z.string(),
    numberOfDetachedContexts: z.number(),
  }),
  process: z.strictObject({ rss: z.string(), heapUsed: z.string(), external: z.string() }),
  thresholds: z.strictObject({
    heapWarning: z.string(),
    heapCritical: z.string(),
    rssWarning: z.string(),
    rssCritical: z.string(),
  }),
});

/** One pool of the budget, in bytes. */
export const poolFigures = z.object({
  name: z.string(),
  usedBytes: z.number(),
  reservedBytes: z.number(),
  minimumBytes: z.number(),
  maximumBytes: z.number(),
  accounts: z.number(),
  waiting: z.number(),
  refused: z.number(),
});

/** One bounded cache. */
export const cacheFigures = z.object({
  name: z.string(),
  entries: z.number(),
  maxEntries: z.number(),
  bytes: z.number(),
  maxBytes: z.number(),
  hits: z.number(),
  misses: z.number(),
  hitRate: z.nullable(z.number()),
  evictions: z.record(z.string(), z.number()),
});

/** One action the governor took, or one change of level. */
export const governorEvent = z.object({
  id: z.number(),
  at: z.string(),
  level: pressureLevel,
  cause: z.string(),
  action: z.string(),
  bytesWon: z.number(),
  durationMs: z.number(),
});

/** A figure over time; null where there was nothing to measure (no request, no collection yet). */
const figures = z.array(z.nullable(z.number()));

/**
 * A sample of the last minutes, one array per figure, oldest first, for the console's charts.
 * Delays and pauses are the worst of their interval.
 */
export const memoryHistory = z.object({
  intervalMs: z.number(),
  /** Milliseconds since the epoch. */
  at: z.array(z.number()),
  workingSetBytes: z.array(z.number()),
  heapUsedBytes: z.array(z.number()),
  heapFloorBytes: figures,
  externalBytes: z.array(z.number()),
  accountedBytes: z.array(z.number()),
  levelIndex: z.array(z.number()),
  gcPauseMs: z.array(z.number()),
  eventLoopDelayMs: z.array(z.number()),
  requestsPerSecond: z.array(z.number()),
  p50Ms: figures,
  p95Ms: figures,
  p99Ms: figures,
  shedPerSecond: z.array(z.number()),
});

/** `GET /monitoring/memory/history`: only points later than `since` (milliseconds since the epoch). */
export const historyQuery = z.strictObject({
  since: z.optional(z.coerce.number().check(z.minimum(0), z.maximum(1e14))),
});

/** `POST /monitoring/heap-snapshot`: `redact=false` leaves the contents of strings, client data, in it. */
export const snapshotQuery = z.strictObject({ redact: z.optional(flag) });

/** `GET /monitoring/memory-metrics`: process, budget, pools and every cache in one document. */
export const memoryMetrics = z.object({
  at: z.string(),
  level: pressureLevel,
  process: z.object({
    pid: z.number(),
    uptimeSeconds: z.number(),
    rssBytes: z.number(),
    heapUsedBytes: z.number(),
    heapTotalBytes: z.number(),
    externalBytes: z.number(),
    arrayBuffersBytes: z.number(),
    eventLoopUtilisation: z.number(),
  }),
  budget: z.object({
    limitBytes: z.number(),
    source: z.string(),
    workingSetBytes: z.number(),
    /** What holds the working set now, largest parts named; sums up to the working set. */
    parts: z.array(z.object({ name: z.string(), bytes: z.number() })),
    unexplainedBytes: z.number(),
    headroomBytes: z.number(),
    timeToLimitSeconds: z.nullable(z.number()),
    oldGeneration: z.object({ usedBytes: z.number(), limitBytes: z.number() }),
    floorBytes: z.nullable(z.number()),
  }),
  pools: z.array(poolFigures),
  caches: z.array(cacheFigures),
  admission: z.object({
    admitted: z.number(),
    shed: z.number(),
    inFlight: z.number(),
    shedByReason: z.record(z.string(), z.number()),
  }),
  gc: z.array(
    z.object({ kind: z.string(), count: z.number(), totalMs: z.number(), maxMs: z.number() }),
  ),
  heavyRoutes: z.array(
    z.object({
      route: z.string(),
      requests: z.number(),
      /** What their accounts held at most: bodies, rows, answers. */
      accountedBytesP95: z.number(),
      /**
       * Live bytes of an open request beside its account, estimated by regression over collections, and the
       * standard error; null before its requests were open at one.
       */
      heldBytes: z.nullable(z.number()),
      heldErrorBytes: z.nullable(z.number()),
      p95Ms: z.number(),
    }),
  ),
});

/** `GET /monitoring/memory/timeline`: the newest actions of the governor, newest first. */
export const memoryTimeline = z.object({ items: z.array(governorEvent) });

/** `GET /monitoring/memory/stats`: the process at the governor's last sample. */
export const memoryStats = z.object({
  at: z.string(),
  level: pressureLevel,
  usedRatio: z.number(),
  rssBytes: z.number(),
  workingSetBytes: z.number(),
  heapUsedBytes: z.number(),
  heapTotalBytes: z.number(),
  externalBytes: z.number(),
  arrayBuffersBytes: z.number(),
  oldGeneration: z.object({ usedBytes: z.number(), limitBytes: z.number() }),
  eventLoopUtilisation: z.number(),
  eventLoopDelayMs: z.number(),
  detachedContexts: z.number(),
});

/** `GET /monitoring/memory/health`. */
export const memoryVerdict = z.object({
  status: z.enum(['healthy', 'warning', 'critical']),
  level: pressureLevel,
  usedRatio: z.number(),
  /** Which limit is the tightest. */
  cause: z.string(),
  thresholds: z.object({
    warningRatio: z.number(),
    criticalRatio: z.number(),
    limitBytes: z.number(),
  }),
});

/** `GET /monitoring/memory/heap-statistics`: V8's heap and its spaces. */
export const heapFigures = z.object({
  heapSizeLimitBytes: z.number(),
  oldGenerationLimitBytes: z.number(),
  oldGenerationUsedBytes: z.number(),
  usedHeapBytes: z.number(),
  committedHeapBytes: z.number(),
  externalBytes: z.number(),
  mallocedBytes: z.number(),
  nativeContexts: z.number(),
  detachedContexts: z.number(),
  spaces: z.array(
    z.object({
      name: z.string(),
      sizeBytes: z.number(),
      usedBytes: z.number(),
      availableBytes: z.number(),
    }),
  ),
});

/** `GET /monitoring/memory/process-info`: what this process is and how it was started. */
export const processFigures = z.object({
  version: z.string(),
  pid: z.number(),
  parentPid: z.number(),
  nodeVersion: z.string(),
  v8Version: z.string(),
  platform: z.string(),
  arch: z.string(),
  flags: z.array(z.string()),
  uptimeSeconds: z.number(),
  processors: z.number(),
  machineBytes: z.number(),
  budget: z.object({
    budgetBytes: z.number(),
    source: z.string(),
    profile: z.nullable(z.string()),
    lines: z.array(z.object({ label: z.string(), bytes: z.number(), why: z.string() })),
  }),
  /** What a heap snapshot would cost now, and whether it would be taken. */
  snapshot: z.object({
    isAllowed: z.boolean(),
    neededBytes: z.number(),
    headroomBytes: z.number(),
    predictedPauseMs: z.number(),
    detail: z.string(),
  }),
});

/** `POST /monitoring/gc`: heap before and after, and how long the collection stopped the process. */
export const gcResult = z.object({
  beforeBytes: z.number(),
  afterBytes: z.number(),
  freedBytes: z.number(),
  durationMs: z.number(),
});

export type HistoryQuery = z.infer<typeof historyQuery>;
export type SnapshotQuery = z.infer<typeof snapshotQuery>;
export type PressureLevel = z.infer<typeof pressureLevel>;
export type MemoryHealthAnswer = z.infer<typeof memoryHealth>;
export type MemoryMetrics = z.infer<typeof memoryMetrics>;
export type PoolFigures = z.infer<typeof poolFigures>;
export type CacheFigures = z.infer<typeof cacheFigures>;
export type GovernorEvent = z.infer<typeof governorEvent>;
export type MemoryHistory = z.infer<typeof memoryHistory>;
export type MemoryTimeline = z.infer<typeof memoryTimeline>;
export type MemoryStatsAnswer = z.infer<typeof memoryStats>;
export type MemoryVerdict = z.infer<typeof memoryVerdict>;
export type HeapFigures = z.infer<typeof heapFigures>;
export type ProcessFigures = z.infer<typeof processFigures>;
export type GcResult = z.infer<typeof gcResult>;
