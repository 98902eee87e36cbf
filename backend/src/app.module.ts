import { MemoryModule } from '@lexiflow/memory-nestjs';
import { Module } from '@nestjs/common';
import type { DynamicModule, Type } from '@nestjs/common';
import { AuditModule } from './audit/audit.module.ts';
import { AuthModule } from './auth/auth.module.ts';
import { AuthorizationModule } from './authorization/authorization.module.ts';
import { BulkModule } from './bulk/bulk.module.ts';
import { CasesModule } from './cases/cases.module.ts';
import { ClientsModule } from './clients/clients.module.ts';
import { CourtsModule } from './courts/courts.module.ts';
import { DocketModule } from './docket/docket.module.ts';
import { EmailModule } from './email/email.module.ts';
import { NotificationsModule } from './notifications/notifications.module.ts';
import { PartiesModule } from './parties/parties.module.ts';
import { RealtimeModule } from './realtime/realtime.module.ts';
import { SearchModule } from './search/search.module.ts';
import { TasksModule } from './tasks/tasks.module.ts';
import { WorkflowModule } from './workflow/workflow.module.ts';
import { JobsFeatureModule } from './jobs/jobs.module.ts';
import { IntegrationsModule } from './integrations/integrations.module.ts';
import { HealthModule } from './health/health.module.ts';
import { MonitoringModule } from './monitoring/monitoring.module.ts';
import { PerformanceModule } from './performance/performance.module.ts';
import { CacheModule } from './platform/cache/cache.module.ts';
import { WebhooksModule } from './webhooks/webhooks.module.ts';
import { ConfigModule } from './platform/config/config.module.ts';
import { DatabaseMemoryModule } from './platform/database/database-memory.module.ts';
import { DatabaseModule } from './platform/database/database.module.ts';
import { EventsModule } from './platform/events/events.module.ts';
import { HttpModule } from './platform/http/http.module.ts';
import { IdempotencyModule } from './platform/http/idempotency.module.ts';
import { JobsModule } from './platform/jobs/jobs.module.ts';
import { LoggingModule } from './platform/logging/logging.module.ts';
import { MetricsModule } from './platform/metrics/metrics.module.ts';
import { TrafficModule } from './traffic/traffic.module.ts';
import { CredentialsModule } from './platform/credentials/credentials.module.ts';
import { OutboundModule } from './platform/outbound/outbound.module.ts';
import type { Platform } from './platform/platform.ts';
import { RedisModule } from './platform/redis/redis.module.ts';

/** The table of contents of the server. */
export const features: readonly Type[] = [
  HealthModule,
  MonitoringModule,
  PerformanceModule,
  JobsFeatureModule,
  IntegrationsModule,
  AuditModule,
  AuthModule,
  AuthorizationModule,
  TrafficModule,
  CourtsModule,
  ClientsModule,
  PartiesModule,
  CasesModule,
  DocketModule,
  SearchModule,
  TasksModule,
  EmailModule,
  BulkModule,
  WorkflowModule,
  RealtimeModule,
  NotificationsModule,
  WebhooksModule,
];

/** The whole server: the platform as it stands, and every feature. */
@Module({})
export class AppModule {
  /** `others` stand beside the features: tests bring routes of their own. */
  static with(platform: Platform, others: readonly Type[] = []): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.with(platform.config),
        LoggingModule.with(platform.logger),
        // Every request passes the server's own hook instead: see platform/http/pass.
        MemoryModule.forRoot({ governor: platform.governor, admission: false }),
        HttpModule.with(platform),
        platform.database ?? DatabaseModule,
        DatabaseMemoryModule,
        MetricsModule,
        EventsModule,
        RedisModule,
        CacheModule,
        JobsModule,
        IdempotencyModule,
        CredentialsModule,
        OutboundModule,
        ...features,
        ...others,
      ],
    };
  }
}
