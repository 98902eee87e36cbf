import { setTimeout as wait } from 'node:timers/promises';
import { join } from 'node:path';
import type { AccountSource } from '@lexiflow/memory';
import { GOVERNOR } from '@lexiflow/memory-nestjs';
import { Global, Module } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config/config.ts';
import { Database } from '../platform/database/database.ts';
import { Metrics } from '../platform/metrics/metrics.ts';
import { LOGGER } from '../platform/logging/logging.module.ts';
import { AuditBuffer } from './audit-buffer.ts';
import { AuditController } from './audit.controller.ts';
import { auditMetrics } from './audit-metrics.ts';
import { AuditLog } from './audit-log.ts';
import { ChangeLog } from './change-log.ts';
import { AuditRepository } from './audit.repository.ts';
import { AuditSealer } from './audit-sealer.ts';
import { AuditService } from './audit.service.ts';
import { AuditSpill, type Logger } from './audit-spill.ts';
import { ChainVerifier } from './chain-verifier.ts';
import { SealRepository } from './seal.repository.ts';
import { writeAuditRows } from './write-audit-rows.ts';
import { RefusalLog } from './refusal-log.ts';
import { RouteRefusals } from './route-refusals.ts';

@Global()
@Module({
  controllers: [AuditController],
  providers: [
    {
      provide: AuditSpill,
      inject: [CONFIG, LOGGER],
      useFactory: (config: Config, logger: Logger) =>
        new AuditSpill(join(config.server.dataDir, 'audit-spill.ndjson'), logger),
    },
    {
      provide: AuditBuffer,
      inject: [Database, AuditSpill, { token: GOVERNOR, optional: true }],
      useFactory: (database: Database, spill: AuditSpill, governor?: AccountSource) =>
        new AuditBuffer({
          write: (rows) => writeAuditRows(database.db, rows),
          spill,
          wait: (delayMs) => wait(delayMs),
          ...(governor && { account: governor.openAccount('batch', 'audit:buffer') }),
        }),
    },
    AuditLog,
    ChangeLog,
    RefusalLog,
    RouteRefusals,
    SealRepository,
    AuditSealer,
    ChainVerifier,
    AuditRepository,
    AuditService,
  ],
  exports: [AuditLog, ChangeLog, RefusalLog],
})
export class AuditModule {
  constructor(metrics: Metrics, buffer: AuditBuffer, spill: AuditSpill, sealer: AuditSealer) {
    metrics.add(...auditMetrics(buffer, spill, sealer));
  }
}
