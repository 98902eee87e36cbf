import { Module } from '@nestjs/common';
import { MonitoringModule } from '../monitoring/monitoring.module.ts';
import { HealthController } from './health.controller.ts';
import { HealthService } from './health.service.ts';

/** The probes and the health page. */
@Module({
  imports: [MonitoringModule],
  controllers: [HealthController],
  providers: [HealthService],
})
export class HealthModule {}
