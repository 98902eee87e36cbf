import { Injectable } from '@nestjs/common';
import type { MemoryStatus } from './memory-monitoring.service.ts';
import { MemoryMonitoringService } from './memory-monitoring.service.ts';

/** What an indicator of `@nestjs/terminus` answers. */
export type MemoryHealthResult<Key extends string> = Record<Key, MemoryHealthDetail>;

/** The figures of one check. */
export interface MemoryHealthDetail {
  /** As terminus reads it: `degraded` answers 200, `down` answers 503. */
  readonly status: 'up' | 'degraded' | 'down';
  readonly memory: MemoryStatus;
  readonly level: string;
  readonly cause: string;
  readonly usedRatio: number;
  readonly warningRatio: number;
  readonly criticalRatio: number;
  readonly workingSetBytes: number;
  readonly limitBytes: number;
}

/** Which of `healthy`, `warning` and `critical` is down. */
export interface MemoryHealthOptions {
  /** Default `critical`: a process under warning still serves, and taking it out moves its load to the others. */
  readonly downAt?: 'warning' | 'critical';
}

const terminusStatus = { healthy: 'up', warning: 'degraded', critical: 'down' } as const;

/**
 * Health of the process's memory for `@nestjs/terminus`, or for a health page of one's own: it needs
 * no terminus. `health.check([() => memory.check('memory')])`.
 */
@Injectable()
export class MemoryHealthIndicator {
  constructor(private readonly monitoring: MemoryMonitoringService) {}

  check<const Key extends string>(
    key: Key,
    { downAt = 'critical' }: MemoryHealthOptions = {},
  ): MemoryHealthResult<Key> {
    const { status: memory, level, usedRatio, cause } = this.monitoring.getMemoryHealth();
    const { workingSetBytes } = this.monitoring.getMemoryStats();
    const detail: MemoryHealthDetail = {
      status: memory === downAt ? 'down' : terminusStatus[memory],
      memory,
      level,
      cause,
      usedRatio,
      ...this.monitoring.thresholds,
      workingSetBytes,
    };
    return { [key]: detail } as MemoryHealthResult<Key>;
  }
}
