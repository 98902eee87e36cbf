import { Module } from '@nestjs/common';
import { Database } from '../database/database.ts';
import { databaseMetrics } from './database-metrics.ts';
import { Metrics } from './metrics.ts';

/** Puts the parts that exist only with the application on the metrics page. */
@Module({})
export class MetricsModule {
  constructor(metrics: Metrics, database: Database) {
    metrics.add(...databaseMetrics(() => database.stats()));
  }
}
