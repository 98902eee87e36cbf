/**
 * What the probes saw at one moment. One object is reused for every sample: copy what must last.
 * Bytes unless the name says otherwise; NaN where the machine does not tell.
 */
export interface Reading {
  /** Monotonic milliseconds of the clock. */
  atMs: number;
  samples: number;
  rssBytes: number;
  /** Of the cgroup (usage − inactive file cache) when its limit is the tightest, else the process's RSS. */
  workingSetBytes: number;
  /** The limit that `workingSetBytes` is held against. */
  limitBytes: number;
  /** Working set of the whole cgroup where the budget is below its limit; NaN elsewhere. */
  containerWorkingSetBytes: number;
  /** The limit that `containerWorkingSetBytes` is held against; NaN elsewhere. */
  containerLimitBytes: number;
  heapUsedBytes: number;
  /** Heap pages that V8 holds, used or not. */
  heapCommittedBytes: number;
  /** In use in the old generation, garbage included. */
  oldUsedBytes: number;
  /** What the old generation may reach before V8 gives up: the heap limit less the young generation. */
  oldLimitBytes: number;
  /** `oldUsedBytes` right after the last major collection; NaN before the first one. */
  floorBytes: number;
  /** `externalBytes` right after the last major collection; NaN before the first one. */
  floorExternalBytes: number;
  /** Monotonic milliseconds of that collection. */
  floorAtMs: number;
  /** Major collections since the sampler started. */
  majorCollections: number;
  externalBytes: number;
  arrayBuffersBytes: number;
  /** Bytes of small objects allocated since the sampler started; see `AllocationMeter` for its error. */
  allocatedBytes: number;
  /** Growth of the working set in bytes per second over the last seconds; 0 when it is not steady. */
  slopeBytesPerSecond: number;
  /** Milliseconds until the working set or the live old generation reaches its limit at its slope. */
  timeToLimitMs: number;
  /** Share of the last 10 s in which some task of the cgroup waited for memory, 0 … 1 (v2 only). */
  psiSomeRatio: number;
  /** Processes of the cgroup killed for memory since it was made (where the kernel counts). */
  oomKills: number;
  /** Share of the interval in which the event loop was busy, 0 … 1. */
  eventLoopUtilisation: number;
  /** How late the sampler's own timer fired. */
  eventLoopDelayMs: number;
}

/** A reading before the first sample. */
export function emptyReading(limitBytes: number): Reading {
  return {
    atMs: 0,
    samples: 0,
    rssBytes: 0,
    workingSetBytes: 0,
    limitBytes,
    containerWorkingSetBytes: NaN,
    containerLimitBytes: NaN,
    heapUsedBytes: 0,
    heapCommittedBytes: 0,
    oldUsedBytes: 0,
    oldLimitBytes: 0,
    floorBytes: NaN,
    floorExternalBytes: NaN,
    floorAtMs: NaN,
    majorCollections: 0,
    externalBytes: 0,
    arrayBuffersBytes: 0,
    allocatedBytes: 0,
    slopeBytesPerSecond: 0,
    timeToLimitMs: Infinity,
    psiSomeRatio: NaN,
    oomKills: NaN,
    eventLoopUtilisation: 0,
    eventLoopDelayMs: 0,
  };
}
