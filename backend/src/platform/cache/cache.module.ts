import { createHash } from 'node:crypto';
import type { Governor } from '@lexiflow/memory';
import { GOVERNOR } from '@lexiflow/memory-nestjs';
import { Global, Module } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { CONFIG } from '../config/config.ts';
import type { Config } from '../config/config.ts';
import { Database } from '../database/database.ts';
import { ChangeFeed } from '../events/change-feed.ts';
import { Metrics } from '../metrics/metrics.ts';
import type { RedisLink } from '../redis/redis-link.ts';
import { REDIS } from '../redis/redis.module.ts';
import { cacheStrategyMetrics } from './cache-metrics.ts';
import { CacheStrategy } from './cache-strategy.ts';

/** Gives every feature the two-tier cache. */
@Global()
@Module({
  providers: [
    {
      provide: CacheStrategy,
      inject: [CONFIG, Database, ChangeFeed, GOVERNOR, REDIS],
      useFactory: (
        config: Config,
        database: Database,
        feed: ChangeFeed,
        host: Governor,
        redis: RedisLink | null,
      ) =>
        new CacheStrategy({
          database,
          feed,
          host,
          redis,
          installation: installationOf(config),
          maxEntries: config.cache.maxEntries,
          maxBytes: config.cache.maxBytes,
          sharedTtlMs: config.redis.ttlSeconds * 1000,
          defaults: { ttlMs: config.cache.ttlMs, maxEntries: config.cache.maxSize },
        }),
    },
  ],
  exports: [CacheStrategy],
})
export class CacheModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly strategy: CacheStrategy,
    metrics: Metrics,
  ) {
    metrics.add(...cacheStrategyMetrics(strategy));
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.strategy.start();
  }

  onApplicationShutdown(): void {
    this.strategy.close();
  }
}

/** Processes on one database are one installation; a copy of the database elsewhere is another. */
function installationOf({ database, server }: Config): string {
  const where = database.url === null ? server.dataDir : placeOf(new URL(database.url));
  return createHash('sha256').update(where).digest('base64url').slice(0, 16);
}

function placeOf({ host, pathname }: URL): string {
  return `${host}${pathname}`;
}
