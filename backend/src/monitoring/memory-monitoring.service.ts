import { getHeapStatistics } from 'node:v8';
import { GOVERNOR } from '@lexiflow/memory-nestjs';
import type { MemoryHealthAnswer } from '@lexiflow/contracts';
import { Governor } from '@lexiflow/memory';
import type { PressureCause, PressureLevel } from '@lexiflow/memory';
import { Inject, Injectable } from '@nestjs/common';
import { healthDocument } from './health-document.ts';

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

/** How the process stands against its limits. */
export interface MemoryHealth {
  readonly status: MemoryHealthAnswer['status'];
  readonly level: PressureLevel;
  /** Share of the tightest limit in use, and which limit that is. */
  readonly usedRatio: number;
  readonly cause: PressureCause;
}

const statusOf: Readonly<Record<PressureLevel, MemoryHealthAnswer['status']>> = {
  normal: 'healthy',
  elevated: 'healthy',
  warning: 'warning',
  critical: 'critical',
  emergency: 'critical',
};

/**
 * What the process knows of its own memory, for code and for the health pages. Figures are those of
 * the governor's last sample (100 ms old at most): asking costs no measurement.
 */
@Injectable()
export class MemoryMonitoringService {
  constructor(@Inject(GOVERNOR) private readonly governor: Governor) {}

  get level(): PressureLevel {
    return this.governor.level;
  }

  /** Shares of the limit at which `warning` and `critical` begin, and the limit in bytes. */
  get thresholds(): { warningRatio: number; criticalRatio: number; limitBytes: number } {
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

  /** The document of `GET /health/memory`. */
  healthDocument(): MemoryHealthAnswer {
    const { reading } = this.governor;
    const heap = getHeapStatistics();
    const { warningRatio, criticalRatio, limitBytes } = this.thresholds;
    return healthDocument({
      status: statusOf[this.governor.level],
      heapLimitBytes: heap.heap_size_limit,
      heapUsedBytes: reading.heapUsedBytes,
      detachedContexts: heap.number_of_detached_contexts,
      rssBytes: reading.rssBytes,
      externalBytes: reading.externalBytes,
      budgetBytes: limitBytes,
      warningRatio,
      criticalRatio,
    });
  }
}
