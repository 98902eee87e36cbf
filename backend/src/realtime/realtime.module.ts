import type { Governor } from '@lexiflow/memory';
import { GOVERNOR } from '@lexiflow/memory-nestjs';
import { Module } from '@nestjs/common';
import { AccessService } from '../authorization/access.service.ts';
import { CONFIG, type Config } from '../platform/config/config.ts';
import { Database } from '../platform/database/database.ts';
import { ErrorReporter } from '../platform/errors/error-reporter.ts';
import { EventBus } from '../platform/events/event-bus.ts';
import { AUTHENTICATOR, type Authenticator } from '../platform/http/viewer.ts';
import { Metrics } from '../platform/metrics/metrics.ts';
import type { RedisLink } from '../platform/redis/redis-link.ts';
import { REDIS } from '../platform/redis/redis.module.ts';
import { UpgradeCredentials } from './connections/upgrade-credentials.ts';
import { realtimeMetrics } from './monitor/realtime-metrics.ts';
import { WebSocketMonitorService } from './monitor/websocket-monitor.service.ts';
import { MemorySamplesService } from './memory-samples.service.ts';
import { RealtimeHub } from './realtime-hub.ts';
import { RealtimeController } from './realtime.controller.ts';
import { RealtimeGateway } from './realtime.gateway.ts';
import { RealtimeService } from './realtime.service.ts';
import { RoomAccessService } from './rooms/room-access.service.ts';

/** Live events over WebSockets, and the monitor of them. */
@Module({
  controllers: [RealtimeController],
  providers: [
    RoomAccessService,
    UpgradeCredentials,
    {
      provide: RealtimeHub,
      inject: [
        CONFIG,
        GOVERNOR,
        Database,
        AccessService,
        RoomAccessService,
        EventBus,
        ErrorReporter,
        AUTHENTICATOR,
        REDIS,
      ],
      useFactory: (
        config: Config,
        host: Governor,
        database: Database,
        access: AccessService,
        roomAccess: RoomAccessService,
        bus: EventBus,
        reporter: ErrorReporter,
        authenticator: Authenticator,
        link: RedisLink | null,
      ) =>
        new RealtimeHub({
          ...{ config, host, database, access, roomAccess, bus, reporter, link },
          authenticator: () => authenticator,
        }),
    },
    RealtimeGateway,
    RealtimeService,
    WebSocketMonitorService,
    MemorySamplesService,
  ],
  exports: [RealtimeService],
})
export class RealtimeModule {
  constructor(metrics: Metrics, hub: RealtimeHub) {
    metrics.add(...realtimeMetrics(hub));
  }
}
