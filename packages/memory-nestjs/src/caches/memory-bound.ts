import 'reflect-metadata';
import type { BoundedCache, CacheKey } from '@lexiflow/memory';
import { memoryNestErrors } from '../memory-nestjs.errors.ts';
import type { AppCaches } from './app-caches.ts';
import { argumentKey } from './argument-key.ts';
import { boundsOf } from './cache-bounds.ts';
import type { CacheBounds } from './cache-bounds.ts';

/** Bounds and key of a memoised method. */
export interface MemoryBoundOptions<Args extends unknown[]> extends CacheBounds {
  /**
   * The key of a call; undefined lets the call through unheld. Default: made of the arguments,
   * which must then be text, numbers, booleans, bigints, null or undefined.
   */
  readonly key?: ((...args: Args) => CacheKey | undefined) | undefined;
  /** Name in figures. Default `Class.method`. */
  readonly name?: string | undefined;
}

type AsyncMethod<Args extends unknown[], R> = (...args: Args) => Promise<R>;

/** One decorated method, to be given a cache for each object that has it. */
export interface BoundMethod {
  readonly name: string | symbol;
  bind(instance: object, caches: AppCaches): void;
}

const methodsOf = new WeakMap<object, BoundMethod[]>();

/**
 * Memoises an async method of a singleton provider in a `BoundedCache` of its own: calls with the
 * same key share one run, errors are not kept, and under pressure the cache gives way. The answer is
 * shared by all who get it and must not be changed. On an object that no running `MemoryModule`
 * knows (made by hand, before start) the method just runs. Throws `CACHE_UNBOUNDED` at start without
 * `entries` or `bytes`.
 */
export function MemoryBound<Args extends unknown[]>(options: MemoryBoundOptions<Args>) {
  return <R>(
    prototype: object,
    name: string | symbol,
    descriptor: TypedPropertyDescriptor<AsyncMethod<Args, R>>,
  ): void => {
    const method = descriptor.value;
    if (typeof method !== 'function') {
      throw memoryNestErrors.boundTarget(`${String(name)} is no method.`);
    }
    const caches = new WeakMap<object, BoundedCache<CacheKey, R>>();
    const keyOf = options.key ?? ((...args: Args) => argumentKey(args));
    const memoised = async function (this: object, ...args: Args): Promise<R> {
      const cache = caches.get(this);
      const key = cache && keyOf.apply(this, args);
      if (key === undefined) return method.apply(this, args);
      return cache!.getOrLoad(key, () => method.apply(this, args));
    };
    copyMetadata(method, memoised);
    descriptor.value = memoised;
    remember(prototype, {
      name,
      bind(instance, appCaches) {
        caches.set(
          instance,
          appCaches.openAnother({
            name: options.name ?? `${instance.constructor.name}.${String(name)}`,
            ...boundsOf(options),
          }),
        );
      },
    });
  };
}

/** The memoised methods that objects of this prototype have, inherited ones included. */
export function boundMethods(prototype: object | null): BoundMethod[] {
  const found = new Map<string | symbol, BoundMethod>();
  for (let at = prototype; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    for (const method of methodsOf.get(at) ?? []) {
      if (!found.has(method.name)) found.set(method.name, method);
    }
  }
  return [...found.values()];
}

function remember(prototype: object, method: BoundMethod): void {
  const methods = methodsOf.get(prototype) ?? [];
  methods.push(method);
  methodsOf.set(prototype, methods);
}

/** Decorators below this one have left their metadata on the method that it stands in for. */
function copyMetadata(from: object, to: object): void {
  for (const key of Reflect.getMetadataKeys(from) as unknown[]) {
    Reflect.defineMetadata(key, Reflect.getMetadata(key, from), to);
  }
  Object.defineProperty(to, 'name', { value: (from as { name: string }).name });
}
