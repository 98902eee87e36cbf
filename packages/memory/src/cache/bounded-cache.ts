import { registerWith } from '../bounded/register-with.ts';
import { systemClock } from '../clock.ts';
import { channels } from '../events.ts';
import type { Reclaimer } from '../governor/reclaimer.ts';
import { ageless } from './cache-entry.ts';
import type { CacheEntry, CacheKey } from './cache-entry.ts';
import { checkCacheOptions } from './cache-options.ts';
import type { CacheAccount, CacheOptions } from './cache-options.ts';
import type { CacheStats } from './cache-stats.ts';
import { cacheLimits } from './cache.limits.ts';
import { Disposals } from './disposal.ts';
import { EntryStore } from './entry-store.ts';
import { evictDownTo } from './evict-down-to.ts';
import { HitRateMeter } from './hit-rate-meter.ts';
import { LoadTable } from './load-table.ts';
import type { Loader } from './load-table.ts';
import { checkEntry, prepareEntry } from './prepare-entry.ts';
import type { SetOptions } from './prepare-entry.ts';

/** What the loaded value gets as an entry, and the caller's own patience. */
export interface LoadOptions extends SetOptions {
  readonly signal?: AbortSignal;
}

/**
 * A cache that never holds more than `maxEntries` entries and `maxBytes` bytes, true after every
 * call. It must have at least one of the bounds. Bytes cover keys, values and bookkeeping, are
 * estimated to V8's layout, and are charged one to one to its account; when the account refuses,
 * it evicts or refuses the value. All operations are O(1) (amortised) but for weighing the value.
 * It has no timer: expired entries are reclaimed a few at each `set`, and by `expire()`.
 */
export class BoundedCache<K extends CacheKey, V> implements Reclaimer {
  readonly name: string;
  readonly kind = 'cache';
  readonly #options: CacheOptions<K, V>;
  readonly #now: () => number;
  readonly #account: CacheAccount | undefined;
  readonly #unregister: (() => void) | undefined;
  readonly #disposals: Disposals<K, V>;
  readonly #store: EntryStore<K, V>;
  readonly #loads: LoadTable<K, V>;
  readonly #meter: HitRateMeter;
  readonly #staleMs: number;
  #hits = 0;
  #staleHits = 0;
  #misses = 0;
  #sets = 0;
  #isClosed = false;

  /** Throws `CACHE_UNBOUNDED` without a bound, `CACHE_OPTION_INVALID` for any other wrong option. */
  constructor(options: CacheOptions<K, V>) {
    checkCacheOptions(options);
    const { name, policy = 'adaptive', maxEntries, maxBytes, ttlMs, staleMs = 0, host } = options;
    const clock = options.clock ?? systemClock;
    this.name = name;
    this.#options = options;
    this.#staleMs = staleMs;
    this.#now = () => clock.now();
    this.#account = options.account ?? host?.openAccount('cache', `cache:${name}`);
    const isHeld = (key: K, value: V): boolean => this.#store.holds(key, value);
    this.#disposals = new Disposals(options.onDispose, isHeld);
    this.#store = new EntryStore({
      policy,
      maxEntries: maxEntries ?? Infinity,
      maxBytes: maxBytes ?? Infinity,
      ttlMs,
      staleMs,
      account: this.#account,
      disposals: this.#disposals,
      now: this.#now,
    });
    this.#loads = new LoadTable(options.maxLoads ?? cacheLimits.loads.value);
    this.#meter = new HitRateMeter(clock.now());
    this.#unregister = registerWith(host, this, options.account ? undefined : this.#account);
  }

  /** Entries held, those included whose time has passed but which were not reclaimed yet. */
  get size(): number {
    return this.#store.size;
  }

  /** The fresh value of a key, counted as a hit or a miss. */
  get(key: K): V | undefined {
    const entry = this.#store.find(key);
    if (entry === undefined || !this.#isFresh(entry)) {
      this.#misses++;
      return undefined;
    }
    this.#hits++;
    this.#store.touch(entry);
    return entry.value;
  }

  /** The fresh value of a key, without counting and without making it more likely to stay. */
  peek(key: K): V | undefined {
    const entry = this.#store.find(key);
    return entry !== undefined && this.#isFresh(entry) ? entry.value : undefined;
  }

  /** Whether a fresh value is held; does not count. */
  has(key: K): boolean {
    const entry = this.#store.find(key);
    return entry !== undefined && this.#isFresh(entry);
  }

  /**
   * Holds a value in place of any former one of this key. Answers false when it was refused: larger
   * than the bound, or the account has no room even after evicting; the former value is gone then
   * too. Throws for a key, size, tag list or age that is invalid, changing nothing.
   */
  set(key: K, value: V, options: SetOptions = {}): boolean {
    checkEntry(key, options);
    this.#loads.overtake(key);
    const isHeld = this.#put(key, value, options);
    this.#disposals.flush();
    return isHeld;
  }

  /** Removes one key; answers whether it was held. */
  delete(key: K): boolean {
    this.#loads.overtake(key);
    const entry = this.#store.find(key);
    if (!entry) return false;
    this.#store.remove(entry, 'deleted');
    this.#disposals.flush();
    return true;
  }

  /** Removes everything. O(1) without `onDispose`. */
  clear(): void {
    this.#loads.overtakeAll();
    this.#store.removeAll('cleared');
    this.#disposals.flush();
  }

  /** Removes every entry with this tag and answers how many. Values being loaded for it are not kept. */
  invalidateTag(tag: string): number {
    this.#loads.overtakeTag(tag);
    let count = 0;
    for (let entry = this.#store.tags.any(tag); entry; entry = this.#store.tags.any(tag)) {
      this.#store.remove(entry as CacheEntry<K, V>, 'deleted');
      count++;
    }
    this.#disposals.flush();
    return count;
  }

  /** The fresh entries, oldest key first. Entries set during the iteration may be seen. */
  *entries(): Generator<[K, V], void, undefined> {
    for (const entry of this.#store.values()) {
      if (this.#isFresh(entry)) yield [entry.key, entry.value];
    }
  }

  /**
   * The value of a key, loaded when there is no fresh one. Any number of callers share one load;
   * a loader's error goes to all of them and is not kept. Within `staleMs` past its age the old value
   * is answered at once while one load in the background renews it; an error of that load is
   * counted and published on `lexiflow:memory:cache-load-failed`. Rejects with the reason of
   * `signal`, or `CACHE_LOADS_EXCEEDED`.
   */
  async getOrLoad(key: K, loader: Loader<K, V>, options: LoadOptions = {}): Promise<V> {
    const entry = this.#store.find(key);
    if (entry && this.#isFresh(entry)) {
      this.#hits++;
      this.#store.touch(entry);
      return entry.value;
    }
    checkEntry(key, options);
    if (entry && this.#isServable(entry)) {
      this.#hits++;
      this.#staleHits++;
      this.#store.touch(entry);
      if (!this.#loads.has(key)) this.#refresh(key, loader, options);
      return entry.value;
    }
    this.#misses++;
    return this.#load(key, loader, options, options.signal);
  }

  /**
   * Removes entries whose time has passed, by 1/128 of the age at most late, and answers the bytes
   * won. O(expired).
   */
  expire(): number {
    const before = this.usedBytes();
    this.#store.expire(this.#now(), this.#store.size);
    this.#disposals.flush();
    return before - this.usedBytes();
  }

  /**
   * Evicts in the policy's order until at most `targetBytes` are held and answers the bytes won.
   * Stops after `cacheLimits.shrinkSliceMs`; call again for the rest. 0 empties at once without `onDispose`.
   */
  shrink(targetBytes: number): number {
    const before = this.usedBytes();
    if (targetBytes <= 0 && !this.#disposals.isWatched) this.#store.removeAll('shrunk');
    else evictDownTo(Math.max(0, targetBytes), this.#store, this.#disposals, this.#now);
    this.#disposals.flush();
    return before - this.usedBytes();
  }

  /** Bytes charged now. O(1). */
  usedBytes(): number {
    return this.#store.usedBytes;
  }

  /** Hits per second and held byte, averaged over the last minute. */
  valuePerByte(): number {
    return this.#meter.read(this.#hits, this.#now()) / Math.max(1, this.usedBytes());
  }

  /** Figures for metrics and pages. O(1). */
  stats(): CacheStats {
    const asked = this.#hits + this.#misses;
    return {
      name: this.name,
      policy: this.#options.policy ?? 'adaptive',
      entries: this.#store.size,
      maxEntries: this.#options.maxEntries ?? null,
      bytes: this.usedBytes(),
      maxBytes: this.#options.maxBytes ?? null,
      hits: this.#hits,
      staleHits: this.#staleHits,
      misses: this.#misses,
      hitRate: asked === 0 ? 0 : this.#hits / asked,
      sets: this.#sets,
      loads: this.#loads.started,
      loadErrors: this.#loads.failed,
      loadsInFlight: this.#loads.running,
      removals: { ...this.#disposals.counts },
    };
  }

  /** Empties the cache and ends its account; throws what `onDispose` throws. Later values are refused, loads not kept. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#unregister?.();
    try {
      this.clear();
    } finally {
      this.#account?.close();
    }
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** What has left is noted; the caller flushes. */
  #put(key: K, value: V, options: SetOptions): boolean {
    this.#sets++;
    const store = this.#store;
    let former = store.find(key);
    const { changes } = store;
    const ttlMs = options.ttlMs ?? this.#options.ttlMs;
    const nowMs = ttlMs === undefined && !store.isTimed ? 0 : this.#now();
    const freshUntilMs = ttlMs === undefined ? ageless : Math.ceil(nowMs + ttlMs);
    const prepared = prepareEntry(
      this.#options,
      key,
      former?.key,
      value,
      options.tags,
      freshUntilMs,
      store.overheadBytes,
    );
    store.expire(nowMs, cacheLimits.expireStepsPerSet.value);
    // sizeOf and getters of the value may have used the cache; what has expired is gone too.
    if (store.changes !== changes) former = store.find(key);
    const entry = this.#isClosed ? null : store.put(prepared, former);
    if (!entry) this.#disposals.add(value, key, 'refused');
    else if (options.tags) store.tags.add(entry, options.tags);
    return entry !== null;
  }

  #isFresh(entry: CacheEntry<K, V>): boolean {
    return entry.freshUntilMs === ageless || entry.freshUntilMs > this.#now();
  }

  #isServable(entry: CacheEntry<K, V>): boolean {
    return entry.freshUntilMs + this.#staleMs > this.#now();
  }

  async #load(key: K, loader: Loader<K, V>, options: SetOptions, signal?: AbortSignal): Promise<V> {
    const loaded = (k: K, value: V): void => {
      this.#put(k, value, options);
      this.#disposals.flushFor(this.name);
    };
    return this.#loads.join(key, loader, { loaded }, options.tags ?? [], signal);
  }

  #refresh(key: K, loader: Loader<K, V>, options: SetOptions): void {
    this.#load(key, loader, options).catch((error: unknown) => {
      channels.cacheLoadFailed.publish({ cache: this.name, error });
    });
  }
}
