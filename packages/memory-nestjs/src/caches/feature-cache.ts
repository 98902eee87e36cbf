import { Inject } from '@nestjs/common';
import type { FactoryProvider } from '@nestjs/common';
import type { BoundedCache, CacheKey, CacheOptions } from '@lexiflow/memory';
import { AppCaches } from './app-caches.ts';
import { boundsOf } from './cache-bounds.ts';
import type { CacheBounds } from './cache-bounds.ts';

/** One cache of `MemoryModule.forFeature`. */
export interface FeatureCache<K extends CacheKey = string, V = never> extends CacheBounds {
  /** Unique in the application: the token of `@InjectCache`, and its name in figures. */
  readonly name: string;
  /** Bytes of a value, in place of the built-in estimate. */
  readonly sizeOf?: CacheOptions<K, V>['sizeOf'];
  readonly onDispose?: CacheOptions<K, V>['onDispose'];
  /** Default `deep`: texts inside a value are detached in place from larger ones. */
  readonly detach?: CacheOptions<K, V>['detach'];
}

/** The injection token of a cache. */
export function cacheToken(name: string): string {
  return `lexiflow:memory:cache:${name}`;
}

/** Injects the `BoundedCache` that `MemoryModule.forFeature` made under this name. */
export function InjectCache(name: string): ParameterDecorator & PropertyDecorator {
  return Inject(cacheToken(name));
}

/** The provider of one cache. */
export function cacheProvider({
  name,
  sizeOf,
  onDispose,
  detach,
  ...bounds
}: FeatureCache): FactoryProvider {
  return {
    provide: cacheToken(name),
    inject: [AppCaches],
    useFactory: (caches: AppCaches): BoundedCache<string, never> =>
      caches.open<string, never>({
        name,
        ...boundsOf(bounds),
        ...(sizeOf === undefined ? {} : { sizeOf }),
        ...(onDispose === undefined ? {} : { onDispose }),
        ...(detach === undefined ? {} : { detach }),
      }),
  };
}
