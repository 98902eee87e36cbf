import { Global, Inject, Module } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import { CONFIG } from '../config/config.ts';
import type { Config } from '../config/config.ts';
import { Metrics } from '../metrics/metrics.ts';
import { single } from '../metrics/metric-family.ts';
import { RedisLink } from './redis-link.ts';

/** Injection token of the `RedisLink`, or null when no Redis is configured. */
export const REDIS = Symbol('lexiflow:redis');

/** The one connection to Redis that features share; null without `REDIS_URL` and `REDIS_HOST`. */
@Global()
@Module({
  providers: [
    {
      provide: REDIS,
      inject: [CONFIG],
      useFactory: ({ redis }: Config): RedisLink | null =>
        redis.url === null ? null : new RedisLink(redis.url),
    },
  ],
  exports: [REDIS],
})
export class RedisModule implements OnApplicationShutdown {
  constructor(
    @Inject(REDIS) private readonly link: RedisLink | null,
    metrics: Metrics,
  ) {
    if (link === null) return;
    metrics.add(
      single('gauge', 'lexiflow_redis_up', '1 while Redis answers; absent without one', () =>
        link.isReady ? 1 : 0,
      ),
      single(
        'counter',
        'lexiflow_redis_losses_total',
        'Times the connection to Redis was lost or could not be made',
        () => link.lossesTotal,
      ),
    );
  }

  onApplicationShutdown(): void {
    this.link?.close();
  }
}
