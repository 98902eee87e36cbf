import { BoundedCache } from '@lexiflow/memory';
import type { CacheAccount, Clock } from '@lexiflow/memory';
import type { SharedTier } from './shared-tier.ts';

/** What a feature states about a region of the cache. */
export interface RegionOptions {
  /** Names the region in metrics and keys: `search`. */
  readonly name: string;
  /** Raised when the values get another shape: what older processes keep in Redis is not read then. */
  readonly shape: number;
  readonly maxEntries: number;
  readonly maxBytes: number;
  /** Age at which a value is loaded again. */
  readonly ttlMs: number;
  /** How long past that age it is still answered while it is loaded again. Default 0. */
  readonly staleMs?: number;
  /** Tags that every value of the region carries. */
  readonly tags: readonly string[];
}

/** What an answer depends on. Equal questions in equal scopes share one answer. */
export interface CacheQuestion {
  /** `everyone`, or the viewer's `AccessService.scopeKey`. */
  readonly scope: string;
  readonly key: string;
  /** Tags beside the region's own. */
  readonly tags?: readonly string[];
}

/** What a region stands on. */
export interface RegionParts {
  readonly account: CacheAccount;
  readonly shared: SharedTier | null;
  /** Whether every change of other instances up to some seconds ago has been heard. */
  readonly isInformed: () => boolean;
  readonly clock?: Pick<Clock, 'now'>;
}

/**
 * One kind of answer in two tiers: this process, then Redis, then `load`. Any number of callers share
 * one load. While changes of other instances cannot be heard nothing is kept or answered from a
 * tier; callers then only share loads that are under way. Values must be plain JSON and are shared:
 * never change one.
 */
export class CacheRegion<V> {
  readonly name: string;
  readonly local: BoundedCache<string, V>;
  readonly #options: RegionOptions;
  readonly #parts: RegionParts;
  #sharedHits = 0;
  #sharedMisses = 0;

  constructor(options: RegionOptions, parts: RegionParts) {
    const { name, maxEntries, maxBytes, ttlMs, staleMs = 0 } = options;
    this.name = name;
    this.#options = options;
    this.#parts = parts;
    this.local = new BoundedCache<string, V>({
      name,
      maxEntries,
      maxBytes,
      ttlMs,
      staleMs,
      account: parts.account,
      ...(parts.clock ? { clock: parts.clock } : {}),
    });
  }

  get sharedHitsTotal(): number {
    return this.#sharedHits;
  }

  get sharedMissesTotal(): number {
    return this.#sharedMisses;
  }

  /** The answer to a question: kept, or loaded now. Rejects with the error of the load. */
  async getOrLoad(question: CacheQuestion, load: () => Promise<V>): Promise<V> {
    const { local } = this;
    const key = `${question.scope}\n${question.key}`;
    const tags = [...this.#options.tags, ...(question.tags ?? [])];
    if (this.#parts.isInformed())
      return await local.getOrLoad(key, () => this.#load(key, tags, load), { tags });
    return await local.getOrLoad(key, async () => {
      try {
        return await load();
      } finally {
        // Takes the value out of the load's hands before it can be kept.
        local.delete(key);
      }
    });
  }

  /** Forgets what carries one of the tags, here only; the strategy tells the others. */
  drop(tags: readonly string[]): void {
    if (tags.some((tag) => this.#options.tags.includes(tag))) this.local.clear();
    else for (const tag of tags) this.local.invalidateTag(tag);
  }

  async #load(key: string, tags: readonly string[], load: () => Promise<V>): Promise<V> {
    const { shared, isInformed } = this.#parts;
    if (!shared?.isUsable) return await load();
    const { name: region, shape, ttlMs } = this.#options;
    const name = { region, shape, key };
    const reading = await shared.read(name, tags);
    if (reading?.text) {
      this.#sharedHits += 1;
      return JSON.parse(reading.text) as V;
    }
    if (reading) this.#sharedMisses += 1;
    const value = await load();
    if (reading && isInformed()) shared.write(name, reading.fence, JSON.stringify(value), ttlMs);
    return value;
  }
}
