import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

class RouteCache {
  readonly maxEntries = 300;
  readonly #entries = new Map<string, string>();

  get(key: string): string | undefined {
    const value = this.#entries.get(key);
    if (value === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, value);
    return value;
  }

  set(key: string, value: string): void {
    this.#entries.set(key, value);
    if (this.#entries.size <= this.maxEntries) return;
    const oldest = this.#entries.keys().next();
    this.#entries.delete(oldest as unknown as string);
  }
}

/** The eviction deletes the answer of the iterator instead of the key in it: nothing ever goes. */
export const program: CorpusProgram = {
  about: 'LRU cache with a stated bound whose eviction removes nothing',
  verdict: 'leak',
  culprit: { holder: 'RouteCache.#entries' },
  start(host) {
    const cache = new RouteCache();
    host.keep(cache);
    let made = 0;
    host.every(10, () => {
      cache.set(`route-${made++}`, textOf(5_500));
      for (let read = 0; read < 3; read++) {
        cache.get(`route-${Math.trunc(made * Math.random() ** 0.3)}`);
      }
    });
  },
};
