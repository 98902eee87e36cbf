import { Module } from '@nestjs/common';
import { PerformanceController } from './performance.controller.ts';
import { SlowQueryLogService } from './slow-query-log.service.ts';

/** How the server's own work performs: for now the slow query log. */
@Module({
  controllers: [PerformanceController],
  providers: [SlowQueryLogService],
  exports: [SlowQueryLogService],
})
export class PerformanceModule {}
