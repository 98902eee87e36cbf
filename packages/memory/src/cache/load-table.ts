import { cacheErrors } from './cache.errors.ts';

/** Makes the value of one key. The signal aborts when nobody waits for it any more. */
export type Loader<K, V> = (key: K, context: { readonly signal: AbortSignal }) => Promise<V> | V;

interface Flight<V> {
  readonly promise: Promise<V>;
  readonly tags: readonly string[];
  readonly abort: AbortController;
  waiters: number;
}

/** What to do with the outcome of a load that is still wanted. */
export interface LoadSink<K, V> {
  loaded(key: K, value: V): void;
}

/**
 * Loads under way, one per key: who asks for a key that is being loaded waits for the same load.
 * A load that was overtaken (its key set, deleted or its tag invalidated meanwhile) still answers
 * those who waited before, but its value is not kept.
 */
export class LoadTable<K, V> {
  readonly #flights = new Map<K, Flight<V>>();
  readonly #maxLoads: number;
  #running = 0;
  #started = 0;
  #failed = 0;

  constructor(maxLoads: number) {
    this.#maxLoads = maxLoads;
  }

  /** Loads that have not settled, overtaken ones included. */
  get running(): number {
    return this.#running;
  }

  /** Loads begun so far. */
  get started(): number {
    return this.#started;
  }

  /** Loads that ended with an error so far. */
  get failed(): number {
    return this.#failed;
  }

  has(key: K): boolean {
    return this.#flights.has(key);
  }

  /**
   * Waits for the load of `key`, starting it when there is none. Aborting `signal` ends only this
   * wait; the load itself is aborted when its last waiter leaves. Rejects with
   * `CACHE_LOADS_EXCEEDED` when too many loads run.
   */
  async join(
    key: K,
    loader: Loader<K, V>,
    sink: LoadSink<K, V>,
    tags: readonly string[],
    signal?: AbortSignal,
  ): Promise<V> {
    signal?.throwIfAborted();
    const flight = this.#flights.get(key) ?? this.#start(key, loader, sink, tags);
    flight.waiters++;
    if (!signal) return flight.promise;
    const { promise, reject } = Promise.withResolvers<never>();
    const leave = (): void => {
      if (--flight.waiters === 0) {
        if (this.#flights.get(key) === flight) this.#flights.delete(key);
        flight.abort.abort(signal.reason);
      }
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await Promise.race([flight.promise, promise]);
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  /** The value of a load under way for this key will not be kept. */
  overtake(key: K): void {
    if (this.#flights.size > 0) this.#flights.delete(key);
  }

  /** The same for every load that carries the tag. O(loads). */
  overtakeTag(tag: string): void {
    for (const [key, flight] of this.#flights) {
      if (flight.tags.includes(tag)) this.#flights.delete(key);
    }
  }

  /** The same for every load. */
  overtakeAll(): void {
    this.#flights.clear();
  }

  #start(key: K, loader: Loader<K, V>, sink: LoadSink<K, V>, tags: readonly string[]): Flight<V> {
    if (this.#running >= this.#maxLoads) {
      throw cacheErrors.loadsExceeded(`${this.#running} of ${this.#maxLoads} loads are under way.`);
    }
    this.#running++;
    this.#started++;
    const abort = new AbortController();
    const run = async (): Promise<V> => {
      try {
        const value = await loader(key, { signal: abort.signal });
        if (this.#flights.get(key) === flight) sink.loaded(key, value);
        return value;
      } catch (error) {
        this.#failed++;
        throw error;
      } finally {
        this.#running--;
        if (this.#flights.get(key) === flight) this.#flights.delete(key);
      }
    };
    // The loader starts in a later turn of the microtask queue, when `flight` stands in the table.
    const flight: Flight<V> = { promise: Promise.resolve().then(run), tags, abort, waiters: 0 };
    // Whoever waits sees the error; without this a load that everybody left would count as unhandled.
    flight.promise.catch(() => {});
    this.#flights.set(key, flight);
    return flight;
  }
}
