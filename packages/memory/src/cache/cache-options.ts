import type { Account } from '../governor/account.ts';
import type { MemoryHost } from '../governor/host.ts';
import type { Clock } from '../clock.ts';
import type { CacheKey } from './cache-entry.ts';
import { cacheErrors } from './cache.errors.ts';
import type { DisposalReason } from './disposal.ts';
import type { PolicyName } from './eviction-policy.ts';
import type { DetachMode } from './weigh-value.ts';

/** What a cache charges: an {@link Account}, or anything with these three calls. */
export type CacheAccount = Pick<Account, 'grow' | 'shrink' | 'close'>;

/** How a cache is made. At least one of `maxEntries` and `maxBytes` is required. */
export interface CacheOptions<K extends CacheKey, V> {
  /** Unique in the process; names the account and the metrics label. */
  readonly name: string;
  readonly maxEntries?: number;
  /** Bound of everything the cache holds: keys, values, its own bookkeeping. */
  readonly maxBytes?: number;
  /** Default age at which an entry is no longer fresh. Without it entries do not age. */
  readonly ttlMs?: number;
  /** How long past its age an entry may still be answered by `getOrLoad` while it is loaded anew. Default 0. */
  readonly staleMs?: number;
  /** Default `adaptive`. */
  readonly policy?: PolicyName;
  /** Charged with exactly the cache's bytes; closed with the cache. */
  readonly account?: CacheAccount;
  /** Opens the account in pool `cache` and registers the cache as a reclaimer. */
  readonly host?: MemoryHost;
  /** Bytes of a value, in place of the built-in estimate. */
  readonly sizeOf?: (value: V, key: K) => number;
  /** Default `deep`. With `value` or `none` strings inside objects may keep larger parents alive. */
  readonly detach?: DetachMode;
  /** Called after the operation that removed the entry has ended; may use the cache. */
  readonly onDispose?: (value: V, key: K, reason: DisposalReason) => void;
  /** Loads in flight at once. Default `cacheLimits.loads`. */
  readonly maxLoads?: number;
  readonly clock?: Pick<Clock, 'now'>;
}

const known = new Set<string>([
  'name',
  'maxEntries',
  'maxBytes',
  'ttlMs',
  'staleMs',
  'policy',
  'account',
  'host',
  'sizeOf',
  'detach',
  'onDispose',
  'maxLoads',
  'clock',
] satisfies (keyof CacheOptions<CacheKey, unknown>)[]);

const policies: readonly PolicyName[] = ['adaptive', 's3-fifo', 'lru'];

/** Throws `CACHE_UNBOUNDED` or `CACHE_OPTION_INVALID` naming the option and its value. */
export function checkCacheOptions<K extends CacheKey, V>(options: CacheOptions<K, V>): void {
  for (const name of Object.keys(options)) {
    if (!known.has(name)) throw cacheErrors.invalidOption(`There is no option ${name}.`);
  }
  if (typeof options.name !== 'string' || options.name === '') {
    throw cacheErrors.invalidOption('name must be a text that is not empty.');
  }
  if (options.maxEntries === undefined && options.maxBytes === undefined) {
    throw cacheErrors.unbounded(`Cache ${options.name} has neither maxEntries nor maxBytes.`);
  }
  if (options.policy !== undefined && !policies.includes(options.policy)) {
    throw cacheErrors.invalidOption(
      `policy is ${options.policy}; known are ${policies.join(', ')}.`,
    );
  }
  requireWhole('maxEntries', options.maxEntries, 1);
  requireWhole('maxBytes', options.maxBytes, 1);
  requireWhole('maxLoads', options.maxLoads, 1);
  requirePositive('ttlMs', options.ttlMs);
  if (options.staleMs !== undefined && options.staleMs !== 0) {
    requirePositive('staleMs', options.staleMs);
    if (options.ttlMs === undefined) throw cacheErrors.invalidOption('staleMs needs ttlMs.');
  }
  if (options.account && options.host) {
    throw cacheErrors.invalidOption('account and host exclude each other.');
  }
}

/** Throws `CACHE_OPTION_INVALID` unless `value` is undefined or a positive finite number. */
export function requirePositive(name: string, value: number | undefined): void {
  if (value !== undefined && !(value > 0 && Number.isFinite(value))) {
    throw cacheErrors.invalidOption(`${name} is ${value}; it must be above 0 and finite.`);
  }
}

function requireWhole(name: string, value: number | undefined, least: number): void {
  if (value !== undefined && !(Number.isSafeInteger(value) && value >= least)) {
    throw cacheErrors.invalidOption(`${name} is ${value}; it must be a whole number ≥ ${least}.`);
  }
}
