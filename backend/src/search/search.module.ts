import type { SearchPage } from '@lexiflow/contracts';
import { Module } from '@nestjs/common';
import { AuthorizationModule } from '../authorization/authorization.module.ts';
import type { CacheRegion } from '../platform/cache/cache-region.ts';
import { CacheStrategy, RECORDS_TAG } from '../platform/cache/cache-strategy.ts';
import { CONFIG, type Config } from '../platform/config/config.ts';
import { SEARCH_CACHE } from './search-cache.ts';
import { SearchController } from './search.controller.ts';
import { SEARCH_LIMITS } from './search.limits.ts';
import { SearchRepository } from './search.repository.ts';
import { SearchService } from './search.service.ts';

@Module({
  imports: [AuthorizationModule],
  controllers: [SearchController],
  providers: [
    SearchService,
    SearchRepository,
    {
      provide: SEARCH_CACHE,
      inject: [CONFIG, CacheStrategy],
      useFactory: ({ cache }: Config, strategy: CacheStrategy): CacheRegion<SearchPage> =>
        strategy.region({
          name: 'search',
          shape: 1,
          maxEntries: cache.perService.search,
          maxBytes: SEARCH_LIMITS.cacheBytes.value,
          ttlMs: SEARCH_LIMITS.cacheTtlMs.value,
          // Any committed change of a record may change an answer.
          tags: [RECORDS_TAG],
        }),
    },
  ],
})
export class SearchModule {}
