import { Module } from '@nestjs/common';
import { MemoryMonitoringService } from './memory-monitoring.service.ts';

/** What the process knows of itself: memory, metrics, history. */
@Module({
  providers: [MemoryMonitoringService],
  exports: [MemoryMonitoringService],
})
export class MonitoringModule {}
