import { Module } from '@nestjs/common';
import { HistoryController } from './history/history.controller.ts';
import { HistoryReadingService } from './history/history-reading.service.ts';
import { HistoryRepository } from './history/history.repository.ts';
import { MetricHistoryService } from './history/metric-history.service.ts';
import { LeakEvents } from './leaks/leak-events.ts';
import { LeakFindingRepository } from './leaks/leak-finding.repository.ts';
import { LeakService } from './leaks/leak.service.ts';
import { LeaksController } from './leaks/leaks.controller.ts';
import { MemoryActionsService } from './memory-actions.service.ts';
import { MemoryHealthService } from './memory-health.service.ts';
import { MemoryHistoryService } from './memory-history.service.ts';
import { MemoryLogService } from './memory-log.service.ts';
import { MemoryManagementController } from './memory-management.controller.ts';
import { MemoryReportService } from './memory-report.service.ts';
import { MonitoringController } from './monitoring.controller.ts';

/** What the process knows of itself: memory, metrics, history. */
@Module({
  controllers: [
    MonitoringController,
    MemoryManagementController,
    LeaksController,
    HistoryController,
  ],
  providers: [
    MemoryHealthService,
    MemoryHistoryService,
    MemoryLogService,
    MemoryActionsService,
    MemoryReportService,
    LeakFindingRepository,
    LeakService,
    LeakEvents,
    HistoryRepository,
    MetricHistoryService,
    HistoryReadingService,
  ],
  exports: [MemoryHealthService],
})
export class MonitoringModule {}
