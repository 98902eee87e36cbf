import type { MemoryHost } from '@lexiflow/memory';
import { sql, type Transaction } from 'kysely';
import type { Database } from '../database/database.ts';
import { noteOnCommit } from '../database/commit-notes.ts';
import { newId } from '../database/id.ts';
import type { Tables } from '../database/tables.ts';
import { CHANGES_CHANNEL, type ChangeFeed, RECORDS_NOTE } from '../events/change-feed.ts';
import type { RedisLink } from '../redis/redis-link.ts';
import { CacheCeiling } from './cache-ceiling.ts';
import { CacheRegion, type RegionOptions } from './cache-region.ts';
import { cacheLimits } from './cache.limits.ts';
import { SharedTier } from './shared-tier.ts';

/** Channel of the database and of Redis on which tags of committed changes are told. */
export const CACHE_CHANNEL = 'lexiflow_cache';

/** Tag of every answer made of records whose changes are domain events. */
export const RECORDS_TAG = 'records';

/** Stands for all tags. */
const EVERYTHING = '*';

/** What the strategy stands on. */
export interface CacheParts {
  readonly database: Database;
  readonly feed: ChangeFeed;
  readonly host: MemoryHost;
  /** Null without Redis: one tier, and the database alone tells of changes. */
  readonly redis: RedisLink | null;
  /** Separates this installation from others on the same Redis. */
  readonly installation: string;
  /** Bounds of the first tier over all regions. */
  readonly maxEntries: number;
  readonly maxBytes: number;
  /** Longest life of a value in Redis. Default: as long as its region says. */
  readonly sharedTtlMs?: number;
  /** Age and entries of a region that states none of its own. */
  readonly defaults: { readonly ttlMs: number; readonly maxEntries: number };
}

/** What a feature states about a region; the configuration has age and entries where it does not. */
export type RegionWish = Omit<RegionOptions, 'ttlMs' | 'maxEntries'> &
  Partial<Pick<RegionOptions, 'ttlMs' | 'maxEntries'>>;

/**
 * All regions of the cache, and the news of what changed. A change is told to this process before its
 * transaction's caller goes on, and to every instance by NOTIFY, which comes if and only if the
 * transaction commits; with Redis also over its channel, for an instance whose connection to the
 * database is silent. An answer is never older than a commit by more than `cacheLimits.silenceMs`.
 */
export class CacheStrategy {
  readonly regions = new Map<string, CacheRegion<unknown>>();
  readonly shared: SharedTier | null;
  readonly #parts: CacheParts;
  readonly #ceiling: CacheCeiling;
  readonly #origin = newId();
  readonly #channel: string;
  readonly #ends: (() => void)[] = [];
  #wasInformed = false;
  #invalidations = 0;
  #losses = 0;

  constructor(parts: CacheParts) {
    this.#parts = parts;
    this.#channel = `${CACHE_CHANNEL}:${parts.installation}`;
    this.#ceiling = new CacheCeiling(parts.host, parts.maxEntries, parts.maxBytes);
    this.shared = parts.redis && new SharedTier(parts.redis, parts.installation, parts.sharedTtlMs);
  }

  /** Tags that were told by some instance since the start, this one included. */
  get invalidationsTotal(): number {
    return this.#invalidations;
  }

  /** Times that news may have been missed, so that everything was dropped. */
  get lossesTotal(): number {
    return this.#losses;
  }

  /** Bytes that all regions hold in this process. */
  get usedBytes(): number {
    return this.#ceiling.usedBytes;
  }

  /** Makes a region; usually in a constructor. Throws when the name is taken. */
  region<V>(wanted: RegionWish): CacheRegion<V> {
    const options: RegionOptions = { ...this.#parts.defaults, ...wanted };
    const { name, maxEntries, maxBytes } = options;
    if (this.regions.has(name)) throw new Error(`The cache region ${name} is made twice`);
    const bounds = {
      maxEntries: this.#ceiling.takeEntries(maxEntries),
      maxBytes: Math.min(maxBytes, this.#ceiling.maxBytes),
    };
    const region = new CacheRegion<V>(
      { ...options, ...bounds },
      {
        account: this.#ceiling.openAccount(`cache:${name}`),
        shared: this.shared,
        isInformed: () => this.isInformed(),
      },
    );
    this.#ends.push(this.#parts.host.registerReclaimer(region.local));
    this.regions.set(name, region as CacheRegion<unknown>);
    return region;
  }

  /** Begins to hear of changes; nothing is kept before. */
  async start(): Promise<void> {
    const { database, feed, redis } = this.#parts;
    this.#ends.push(
      database.commits.subscribe((notes) => this.#committed(notes)),
      await feed.subscribe(CHANGES_CHANNEL, (payload) =>
        payload === null ? this.#missed() : this.#changed([RECORDS_TAG]),
      ),
      await feed.subscribe(CACHE_CHANNEL, (payload) =>
        payload === null ? this.#missed() : this.#changed(payload.split(' ')),
      ),
    );
    if (redis) this.#ends.push(redis.subscribe(this.#channel, (message) => this.#relayed(message)));
  }

  /**
   * Whether every change that was committed up to `cacheLimits.silenceMs` ago has been heard. When
   * that ends, everything held is dropped: what was missed meanwhile is not known.
   */
  isInformed(): boolean {
    const isInformed = this.#parts.feed.silenceMs() <= cacheLimits.silenceMs.value;
    if (this.#wasInformed && !isInformed) this.#missed();
    this.#wasInformed = isInformed;
    return isInformed;
  }

  /** Tells every instance, when `transaction` commits, that answers with these tags have changed. */
  async changed(transaction: Transaction<Tables>, tags: readonly string[]): Promise<void> {
    const payload = payloadOf(tags);
    await sql`select pg_notify(${CACHE_CHANNEL}, ${payload})`.execute(transaction);
    noteOnCommit(transaction, `cache ${payload}`);
  }

  /** Forgets every answer on every instance: for operators. */
  async clear(): Promise<void> {
    await this.#parts.database.transaction((trx) => this.changed(trx, [EVERYTHING]));
  }

  /** Ends all regions. Twice is fine. */
  close(): void {
    for (const end of this.#ends.splice(0)) end();
    for (const region of this.regions.values()) region.local.close();
    this.shared?.close();
  }

  #committed(notes: ReadonlySet<string>): void {
    const tags = [...notes].flatMap((note) => {
      if (note === RECORDS_NOTE) return [RECORDS_TAG];
      return note.startsWith('cache ') ? note.split(' ').slice(1) : [];
    });
    if (tags.length === 0) return;
    this.#changed(tags);
    this.#parts.redis?.publish(this.#channel, `${this.#origin} ${payloadOf(tags)}`);
  }

  #relayed(message: string): void {
    const [origin, ...tags] = message.split(' ');
    if (origin !== this.#origin) this.#changed(tags);
  }

  #changed(tags: readonly string[]): void {
    this.#invalidations += tags.length;
    if (tags.includes(EVERYTHING)) {
      this.#dropAll();
      return;
    }
    for (const region of this.regions.values()) region.drop(tags);
    this.shared?.drop(tags);
  }

  #missed(): void {
    this.#losses += 1;
    this.#dropAll();
  }

  #dropAll(): void {
    for (const region of this.regions.values()) region.local.clear();
    this.shared?.renew();
  }
}

function payloadOf(tags: readonly string[]): string {
  const { tags: most, tagLetters } = cacheLimits;
  const distinct = [...new Set(tags)];
  const isPlain = distinct.every((tag) => /^[\w:*-]+$/.test(tag) && tag.length <= tagLetters.value);
  if (!isPlain) throw new Error(`A cache tag is malformed: ${distinct.join(' ')}`);
  return distinct.length > most.value ? EVERYTHING : distinct.join(' ');
}
