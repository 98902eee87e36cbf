import type { SearchPage } from '@lexiflow/contracts';
import { BoundedCache, type Governor } from '@lexiflow/memory';
import { GOVERNOR } from '@lexiflow/memory-nestjs';
import { Inject, Module, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { AuthorizationModule } from '../authorization/authorization.module.ts';
import { CONFIG, type Config } from '../platform/config/config.ts';
import { ChangeFeed, CHANGES_CHANNEL } from '../platform/events/change-feed.ts';
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
      inject: [CONFIG, GOVERNOR],
      useFactory: ({ cache }: Config, governor: Governor): BoundedCache<string, SearchPage> =>
        new BoundedCache({
          name: 'search',
          maxEntries: cache.perService.search,
          maxBytes: SEARCH_LIMITS.cacheBytes.value,
          ttlMs: SEARCH_LIMITS.cacheTtlMs.value,
          host: governor,
        }),
    },
  ],
})
export class SearchModule implements OnModuleInit, OnModuleDestroy {
  #unsubscribe: (() => void) | null = null;

  constructor(
    private readonly changes: ChangeFeed,
    @Inject(SEARCH_CACHE) private readonly cache: BoundedCache<string, SearchPage>,
  ) {}

  /** Any committed change, on any instance, may change an answer. */
  async onModuleInit(): Promise<void> {
    this.#unsubscribe = await this.changes.subscribe(CHANGES_CHANNEL, () => this.cache.clear());
  }

  onModuleDestroy(): void {
    this.#unsubscribe?.();
    this.cache.close();
  }
}
