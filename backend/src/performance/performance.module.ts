import { Module } from '@nestjs/common';
import { PerformanceController } from './performance.controller.ts';
import { PoolService } from './pool.service.ts';
import { QueryHintsService } from './query-hints.service.ts';
import { SlowQueryLogService } from './slow-query-log.service.ts';

/** How the server's own work with the database performs: slow statements, hints, plans, the pool. */
@Module({
  controllers: [PerformanceController],
  providers: [SlowQueryLogService, QueryHintsService, PoolService],
  exports: [SlowQueryLogService],
})
export class PerformanceModule {}
