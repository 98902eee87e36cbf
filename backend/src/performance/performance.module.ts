import { Module } from '@nestjs/common';
import { BatchController } from './batch/batch.controller.ts';
import { BatchProcessorService } from './batch/batch-processor.service.ts';
import { PerformanceController } from './performance.controller.ts';
import { PoolService } from './pool.service.ts';
import { QueryHintsService } from './query-hints.service.ts';
import { SlowQueryLogService } from './slow-query-log.service.ts';

/** How the server's own work performs: statements, hints, plans, the pool, and batch work. */
@Module({
  controllers: [PerformanceController, BatchController],
  providers: [SlowQueryLogService, QueryHintsService, PoolService, BatchProcessorService],
  exports: [SlowQueryLogService, BatchProcessorService],
})
export class PerformanceModule {}
