import { BoundedCache } from '@lexiflow/memory';
import type { CacheKey, CacheOptions, CacheStats, Governor } from '@lexiflow/memory';
import { memoryNestErrors } from '../memory-nestjs.errors.ts';

/** The caches of one application: made here, and closed with it. */
export class AppCaches {
  readonly #governor: Governor;
  readonly #caches = new Map<string, BoundedCache<CacheKey, unknown>>();

  constructor(governor: Governor) {
    this.#governor = governor;
  }

  /**
   * Makes a cache that is charged to the governor. Its name in figures gets `#2`, `#3` … where
   * another application of the process has one of that name. Throws `MEM_MODULE_CACHE_DUPLICATE`
   * for a name of this application, and what `BoundedCache` throws.
   */
  open<K extends CacheKey, V>(
    options: Omit<CacheOptions<K, V>, 'host' | 'account'>,
  ): BoundedCache<K, V> {
    if (this.#caches.has(options.name)) {
      throw memoryNestErrors.duplicateCache(`Its name is ${options.name}.`);
    }
    const name = freeName(this.#governor, options.name);
    const cache = new BoundedCache<K, V>({ ...options, name, host: this.#governor });
    this.#caches.set(options.name, cache as unknown as BoundedCache<CacheKey, unknown>);
    return cache;
  }

  /** Like `open` for one of several holders: the second of a name gets `#2` within the application too. */
  openAnother<K extends CacheKey, V>(
    options: Omit<CacheOptions<K, V>, 'host' | 'account'>,
  ): BoundedCache<K, V> {
    let name = options.name;
    for (let count = 2; this.#caches.has(name); count++) name = `${options.name}#${count}`;
    return this.open({ ...options, name });
  }

  /** Figures of every cache, in the order they were made. */
  stats(): CacheStats[] {
    return [...this.#caches.values()].map((cache) => cache.stats());
  }

  /** Empties and ends all of them, whatever their `onDispose` throw; throws the first such error afterwards. */
  close(): void {
    const errors: unknown[] = [];
    for (const cache of this.#caches.values()) {
      try {
        cache.close();
      } catch (error) {
        errors.push(error);
      }
    }
    this.#caches.clear();
    if (errors.length > 0) throw errors[0];
  }
}

function freeName(governor: Governor, wanted: string): string {
  const taken = new Set(governor.registered().map(({ name }) => name));
  let name = wanted;
  for (let count = 2; taken.has(name); count++) name = `${wanted}#${count}`;
  return name;
}
