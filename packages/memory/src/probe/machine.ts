import { performance } from 'node:perf_hooks';
import { getHeapSpaceStatistics, getHeapStatistics } from 'node:v8';

/** The figures of this process and its cgroup; tests give their own. */
export interface Machine {
  /** Fills `into` with this moment's figures. Must not allocate more than it has to. */
  measure(into: MachineFigures): void;
  /** In use in the old generation now: `oldUsedBytes` alone, and cheaper. */
  oldUsedBytes(): number;
  /** Share of the time since the last call in which the event loop was busy. */
  utilisation(): number;
  /** Releases open files. */
  close(): void;
}

/** What `Machine.measure` fills in. NaN where the machine does not tell. */
export interface MachineFigures {
  rssBytes: number;
  /** NaN without a limited cgroup. */
  cgroupWorkingSetBytes: number;
  heapUsedBytes: number;
  heapCommittedBytes: number;
  heapLimitBytes: number;
  oldUsedBytes: number;
  /** In use in the space where objects begin. */
  youngUsedBytes: number;
  /** What that space holds when a minor collection empties it. */
  youngCapacityBytes: number;
  externalBytes: number;
  arrayBuffersBytes: number;
  psiSomeRatio: number;
  oomKills: number;
}

/** Figures before the first measure. */
export function emptyFigures(): MachineFigures {
  return {
    rssBytes: 0,
    cgroupWorkingSetBytes: NaN,
    heapUsedBytes: 0,
    heapCommittedBytes: 0,
    heapLimitBytes: 0,
    oldUsedBytes: 0,
    youngUsedBytes: 0,
    youngCapacityBytes: 0,
    externalBytes: 0,
    arrayBuffersBytes: 0,
    psiSomeRatio: NaN,
    oomKills: NaN,
  };
}

/** What a cgroup adds to the figures. */
export interface CgroupFigures {
  workingSetBytes: number;
  psiSomeRatio: number;
  oomKills: number;
}

/** Reads the same cgroup files again and again. */
export interface CgroupGauge {
  read(into: CgroupFigures): void;
  close(): void;
}

/** Spaces that are not part of the old generation. */
const youngSpaces = new Set(['new_space', 'new_large_object_space']);

/** Fills in what the heap's spaces tell. */
function measureSpaces(into: MachineFigures): void {
  into.oldUsedBytes = 0;
  for (const space of getHeapSpaceStatistics()) {
    if (space.space_name === 'new_space') {
      into.youngUsedBytes = space.space_used_size;
      into.youngCapacityBytes = space.space_used_size + space.space_available_size;
    }
    if (youngSpaces.has(space.space_name) || space.space_name === 'read_only_space') continue;
    into.oldUsedBytes += space.space_used_size;
  }
}

/** In use in the old generation: every space but the young ones and V8's read-only image. */
export function oldGenerationUsedBytes(): number {
  const figures = emptyFigures();
  measureSpaces(figures);
  return figures.oldUsedBytes;
}

/** This process, and its cgroup where a gauge is given. */
export class ProcessMachine implements Machine {
  readonly #gauge: CgroupGauge | undefined;
  readonly #cgroup: CgroupFigures = { workingSetBytes: NaN, psiSomeRatio: NaN, oomKills: NaN };
  #utilisation = performance.eventLoopUtilization();

  constructor(gauge?: CgroupGauge) {
    this.#gauge = gauge;
  }

  measure(into: MachineFigures): void {
    const heap = getHeapStatistics();
    const memory = process.memoryUsage();
    into.rssBytes = memory.rss;
    into.arrayBuffersBytes = memory.arrayBuffers;
    into.externalBytes = memory.external;
    into.heapUsedBytes = heap.used_heap_size;
    into.heapCommittedBytes = heap.total_heap_size;
    into.heapLimitBytes = heap.heap_size_limit;
    measureSpaces(into);
    if (this.#gauge) {
      this.#gauge.read(this.#cgroup);
      into.cgroupWorkingSetBytes = this.#cgroup.workingSetBytes;
      into.psiSomeRatio = this.#cgroup.psiSomeRatio;
      into.oomKills = this.#cgroup.oomKills;
    }
  }

  oldUsedBytes(): number {
    return oldGenerationUsedBytes();
  }

  utilisation(): number {
    const before = this.#utilisation;
    this.#utilisation = performance.eventLoopUtilization();
    return performance.eventLoopUtilization(this.#utilisation, before).utilization;
  }

  close(): void {
    this.#gauge?.close();
  }
}
