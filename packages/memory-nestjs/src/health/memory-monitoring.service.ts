import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { getHeapStatistics } from 'node:v8';
import { Inject, Injectable } from '@nestjs/common';
import { Governor, HeapSnapshots, requireSnapshotRoom } from '@lexiflow/memory';
import type {
  PressureCause,
  PressureLevel,
  RouteSnapshot,
  SnapshotOutcome,
  SnapshotRequest,
} from '@lexiflow/memory';
import { GOVERNOR } from '../governor-token.ts';
import { memoryNestLimits } from '../memory-nestjs.limits.ts';

/** The memory figures of the process at the governor's last sample, in bytes. */
export interface MemoryStats {
  readonly rssBytes: number;
  readonly workingSetBytes: number;
  readonly heapUsedBytes: number;
  readonly heapTotalBytes: number;
  readonly externalBytes: number;
  readonly arrayBuffersBytes: number;
  readonly oldGeneration: { readonly usedBytes: number; readonly limitBytes: number };
  readonly eventLoopUtilisation: number;
  readonly eventLoopDelayMs: number;
  readonly detachedContexts: number;
}

/** The level in the words of a health page. */
export type MemoryStatus = 'healthy' | 'warning' | 'critical';

/** How the process stands against its limits. */
export interface MemoryHealth {
  readonly status: MemoryStatus;
  readonly level: PressureLevel;
  /** Share of the tightest limit in use, and which limit that is. */
  readonly usedRatio: number;
  readonly cause: PressureCause;
}

/** Shares of the limit at which `warning` and `critical` begin, and the limit. */
export interface MemoryThresholds {
  readonly warningRatio: number;
  readonly criticalRatio: number;
  readonly limitBytes: number;
}

/** A snapshot in a file, or the numbers that speak against it. */
export type WrittenSnapshot =
  | { readonly ok: true; readonly path: string; readonly bytes: number }
  | Extract<SnapshotOutcome, { ok: false }>;

const statusOf: Readonly<Record<PressureLevel, MemoryStatus>> = {
  normal: 'healthy',
  elevated: 'healthy',
  warning: 'warning',
  critical: 'critical',
  emergency: 'critical',
};

/**
 * What the process knows of its own memory. Figures are those of the governor's last sample (100 ms
 * old at most): asking costs no measurement.
 */
@Injectable()
export class MemoryMonitoringService {
  constructor(
    @Inject(GOVERNOR) private readonly governor: Governor,
    private readonly snapshots: HeapSnapshots,
  ) {}

  get level(): PressureLevel {
    return this.governor.level;
  }

  get thresholds(): MemoryThresholds {
    const { warning, critical } = this.governor.rules.steps;
    const { limitBytes } = this.governor.reading;
    return { warningRatio: warning, criticalRatio: critical, limitBytes };
  }

  getMemoryStats(): MemoryStats {
    const { reading } = this.governor;
    return {
      rssBytes: reading.rssBytes,
      workingSetBytes: reading.workingSetBytes,
      heapUsedBytes: reading.heapUsedBytes,
      heapTotalBytes: reading.heapCommittedBytes,
      externalBytes: reading.externalBytes,
      arrayBuffersBytes: reading.arrayBuffersBytes,
      oldGeneration: { usedBytes: reading.oldUsedBytes, limitBytes: reading.oldLimitBytes },
      eventLoopUtilisation: reading.eventLoopUtilisation,
      eventLoopDelayMs: reading.eventLoopDelayMs,
      detachedContexts: this.numberOfDetachedContexts(),
    };
  }

  getMemoryHealth(): MemoryHealth {
    const { level, pressure } = this.governor;
    const { usedRatio = 0, cause = 'working-set' } = pressure ?? {};
    return { status: statusOf[level], level, usedRatio, cause };
  }

  /** True below the warning threshold. */
  isMemoryHealthy(): boolean {
    return statusOf[this.governor.level] === 'healthy';
  }

  /** Contexts that were detached and not collected: growth is a sign of a leak. */
  numberOfDetachedContexts(): number {
    return getHeapStatistics().number_of_detached_contexts;
  }

  /** The routes whose requests hold the most, the heaviest first. O(routes log routes). */
  heavyRoutes(limit: number = memoryNestLimits.heavyRoutes.value): RouteSnapshot[] {
    // Not the snapshot's: those are the routes that promise the most, and at rest none promises anything.
    return this.governor
      .routes()
      .sort((a, b) => b.estimateBytes - a.estimateBytes)
      .slice(0, limit);
  }

  /**
   * Writes a heap snapshot beside `path` and moves it there when it is whole. The process stands
   * still while V8 takes it; refused with numbers (507) without room for it, and while another one
   * is written (409). Without the contents of strings unless `redact` is false. Throws
   * MEM_SNAPSHOT_NAME unless the path ends in `.heapsnapshot`, MEM_SNAPSHOT_FOLDER_FULL when its folder
   * has five already, and when the file cannot be written; no part of it stays.
   */
  async writeHeapSnapshot(path: string, request: SnapshotRequest = {}): Promise<WrittenSnapshot> {
    await requireSnapshotRoom(path);
    // Its own name: a second call for the same path is refused, and must not take the first one's part away.
    const partPath = `${path}.${randomUUID()}.part`;
    // Before the snapshot: a path that cannot be written must not cost a stop of the process.
    const file = await open(partPath, 'wx', 0o600);
    try {
      const outcome = this.snapshots.open(request);
      if (!outcome.ok) return outcome;
      let bytes = 0;
      for await (const piece of outcome.stream as AsyncIterable<Buffer>) {
        // Writes on where a full disk has taken only a part, and so finds out; `write` does not.
        await file.writeFile(piece);
        bytes += piece.length;
      }
      await rename(partPath, path);
      return { ok: true, path, bytes };
    } finally {
      await file.close();
      await rm(partPath, { force: true });
    }
  }
}
