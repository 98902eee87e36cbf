import { getHeapStatistics } from 'node:v8';
import { MemoryMonitoringService } from '@lexiflow/memory-nestjs';
import type { MemoryHealthAnswer } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { healthDocument } from './health-document.ts';

/** The memory part of the health pages. Figures are those of the governor's last sample. */
@Injectable()
export class MemoryHealthService {
  constructor(private readonly monitoring: MemoryMonitoringService) {}

  /** The document of `GET /health/memory`. */
  document(): MemoryHealthAnswer {
    const { status } = this.monitoring.getMemoryHealth();
    const stats = this.monitoring.getMemoryStats();
    const { warningRatio, criticalRatio, limitBytes } = this.monitoring.thresholds;
    return healthDocument({
      status,
      heapLimitBytes: getHeapStatistics().heap_size_limit,
      heapUsedBytes: stats.heapUsedBytes,
      detachedContexts: stats.detachedContexts,
      rssBytes: stats.rssBytes,
      externalBytes: stats.externalBytes,
      budgetBytes: limitBytes,
      warningRatio,
      criticalRatio,
    });
  }
}
