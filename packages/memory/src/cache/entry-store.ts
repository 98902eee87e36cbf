import { entryBound } from '../bounded/entry-bound.ts';
import type { EntryBounded } from '../bounded/entry-bound.ts';
import { Adaptive } from './adaptive.ts';
import { CacheEntry, ageless, entryOverheadBytes } from './cache-entry.ts';
import type { CacheKey } from './cache-entry.ts';
import type { CacheAccount } from './cache-options.ts';
import { cacheLimits } from './cache.limits.ts';
import type { Disposals, DisposalReason } from './disposal.ts';
import type { EvictionPolicy, PolicyName } from './eviction-policy.ts';
import { ExpiryWheel } from './expiry-wheel.ts';
import { GhostQueue } from './ghost-queue.ts';
import { PolicyDuel } from './policy-duel.ts';
import { Lru } from './lru.ts';
import type { PreparedEntry } from './prepare-entry.ts';
import { S3Fifo } from './s3-fifo.ts';
import { TagIndex } from './tag-index.ts';

const fixedShare = cacheLimits.ghostShare.value;

/** Bounds and partners of a store. Bounds are Infinity where there is none. */
export interface EntryStoreOptions<K extends CacheKey, V> {
  readonly policy: PolicyName;
  readonly maxEntries: number;
  readonly maxBytes: number;
  readonly ttlMs: number | undefined;
  readonly staleMs: number;
  readonly account: CacheAccount | undefined;
  readonly disposals: Disposals<K, V>;
  readonly now: () => number;
}

/**
 * Entries within bounds: the table, the eviction order, expiry, tags and the account move together
 * here, so that they cannot disagree. Charges the account before it holds and gives back as it drops.
 */
export class EntryStore<K extends CacheKey, V> implements EntryBounded {
  readonly tags = new TagIndex();
  /** Grows with every entry that comes or goes: what was found before holds while it is the same. */
  changes = 0;
  readonly [entryBound]: number;
  readonly #options: EntryStoreOptions<K, V>;
  readonly #policy: EvictionPolicy;
  /** What entries may take together: `maxBytes` less the room kept for what the policy remembers. */
  readonly #entryLimitBytes: number;
  #map = new Map<K, CacheEntry<K, V>>();
  #wheel: ExpiryWheel | null = null;
  #isTurningOver = false;
  #spare: CacheEntry<K, V> | null = null;
  #entryBytes = 0;
  #fixedBytes = 0;

  constructor(options: EntryStoreOptions<K, V>) {
    this.#options = options;
    const { policy, maxEntries, maxBytes } = options;
    this[entryBound] = Math.min(maxEntries, Math.ceil(maxBytes / entryOverheadBytes.coming));
    const ghostSlots = policy === 'lru' ? 0 : ghostSlotsFor(maxEntries, maxBytes);
    const hasDuel = policy === 'adaptive' && PolicyDuel.bytes <= maxBytes * fixedShare;
    const fixedBytes = ghostSlots * GhostQueue.bytesPerSlot + (hasDuel ? PolicyDuel.bytes : 0);
    this.#entryLimitBytes = maxBytes - fixedBytes;
    const s3 = {
      maxEntries,
      maxBytes: this.#entryLimitBytes,
      makeGhost: () => this.#openGhost(ghostSlots),
    };
    if (policy === 'lru') this.#policy = new Lru();
    else if (hasDuel) {
      this.#policy = new Adaptive({ ...s3, grantDuel: () => this.#chargeFixed(PolicyDuel.bytes) });
    } else this.#policy = new S3Fifo(s3);
  }

  get size(): number {
    return this.#map.size;
  }

  /** Whether there may be entries that age. */
  get isTimed(): boolean {
    return this.#wheel !== null;
  }

  get usedBytes(): number {
    return this.#entryBytes + this.#fixedBytes;
  }

  /** What an entry taken in now costs beside its key and value. */
  get overheadBytes(): number {
    return this.#isTurningOver ? entryOverheadBytes.turningOver : entryOverheadBytes.coming;
  }

  find(key: K): CacheEntry<K, V> | undefined {
    return this.#map.get(key);
  }

  /** Whether this very value is held under this key. */
  holds(key: K, value: V): boolean {
    const entry = this.#map.get(key);
    return entry !== undefined && entry.value === value;
  }

  /** Ends early when everything is removed meanwhile. */
  *values(): Generator<CacheEntry<K, V>, void, undefined> {
    const map = this.#map;
    for (const entry of map.values()) {
      if (this.#map !== map) return;
      yield entry;
    }
  }

  /** The entry was hit. */
  touch(entry: CacheEntry<K, V>): void {
    this.#policy.touch(entry);
  }

  /**
   * Takes in an entry in place of `former`, the one held for its key now, evicting until it fits and
   * its account grants it; null when it cannot be held. The former one is gone in either case.
   */
  put(
    prepared: PreparedEntry<K, V>,
    former: CacheEntry<K, V> | undefined,
  ): CacheEntry<K, V> | null {
    const { key, bytes } = prepared;
    if (former && this.#fitsInPlace(former, bytes)) return this.#replace(former, prepared);
    const standing = former ? this.#policy.standingOf(former) : null;
    if (former) this.remove(former, 'replaced');
    if (!this.#makeRoom(bytes)) return null;
    const entry = this.#entryFor(prepared);
    this.#map.set(key, entry);
    this.changes++;
    this.#entryBytes += bytes;
    this.#policy.admit(entry, standing);
    if (entry.freshUntilMs !== ageless) this.#wheelOf().add(entry);
    return entry;
  }

  remove(entry: CacheEntry<K, V>, reason: DisposalReason): void {
    this.#policy.forget(entry);
    this.#drop(entry, reason);
  }

  /** Removes the entry of least worth; false when there is none. */
  evict(reason: DisposalReason): boolean {
    const entry = this.#policy.evict() as CacheEntry<K, V> | null;
    if (!entry) return false;
    this.#isTurningOver = true;
    this.#drop(entry, reason);
    return true;
  }

  /** Removes at most `atMost` entries whose time has passed. */
  expire(nowMs: number, atMost: number): void {
    if (!this.#wheel) return;
    for (let count = 0; count < atMost; count++) {
      const entry = this.#wheel.takeExpired(nowMs, atMost);
      if (!entry) return;
      this.remove(entry as CacheEntry<K, V>, 'expired');
    }
  }

  /** Removes everything. O(1) unless each departure is watched. */
  removeAll(reason: DisposalReason): void {
    const { disposals, account } = this.#options;
    if (disposals.isWatched) {
      for (const entry of this.#map.values()) disposals.add(entry.value, entry.key, reason);
    } else {
      disposals.counts[reason] += this.#map.size;
    }
    const bytes = this.usedBytes;
    this.#map = new Map();
    this.changes++;
    this.#spare = null;
    this.#isTurningOver = false;
    this.#wheel = null;
    this.tags.clear();
    this.#policy.reset();
    this.#entryBytes = 0;
    this.#fixedBytes = 0;
    if (bytes > 0) account?.shrink(bytes);
  }

  /** Whether a value of `bytes` may stand where the former one does; its account is then charged. */
  #fitsInPlace(former: CacheEntry<K, V>, bytes: number): boolean {
    const more = bytes - former.bytes;
    if (this.#entryBytes + more > this.#entryLimitBytes) return false;
    const { account } = this.#options;
    if (!account) return true;
    if (more > 0) return account.grow(more);
    if (more < 0) account.shrink(-more);
    return true;
  }

  /** Gives an entry its new value where it is: the table is not touched. */
  #replace(
    entry: CacheEntry<K, V>,
    { value, bytes, freshUntilMs }: PreparedEntry<K, V>,
  ): CacheEntry<K, V> {
    const standing = this.#policy.standingOf(entry);
    this.#policy.forget(entry);
    this.#wheel?.remove(entry);
    if (entry.tags) this.tags.remove(entry);
    this.#options.disposals.add(entry.value, entry.key, 'replaced');
    this.changes++;
    this.#entryBytes += bytes - entry.bytes;
    entry.value = value;
    entry.bytes = bytes;
    entry.freshUntilMs = freshUntilMs;
    this.#policy.admit(entry, standing);
    if (freshUntilMs !== ageless) this.#wheelOf().add(entry);
    return entry;
  }

  #makeRoom(bytes: number): boolean {
    if (bytes > this.#entryLimitBytes) return false;
    const { maxEntries, account } = this.#options;
    while (this.#map.size >= maxEntries || this.#entryBytes + bytes > this.#entryLimitBytes) {
      this.evict('evicted');
    }
    if (!account || account.grow(bytes)) return true;
    // Where others took what was given back, giving more does not help: twice the size is tried.
    const floorBytes = Math.max(0, this.#entryBytes - 2 * bytes);
    while (this.#entryBytes > floorBytes && this.evict('evicted')) {
      if (account.grow(bytes)) return true;
    }
    return false;
  }

  /** Takes out an entry that the policy holds no more. */
  #drop(entry: CacheEntry<K, V>, reason: DisposalReason): void {
    this.changes++;
    this.#map.delete(entry.key);
    this.#wheel?.remove(entry);
    if (entry.tags) this.tags.remove(entry);
    this.#entryBytes -= entry.bytes;
    this.#options.account?.shrink(entry.bytes);
    this.#options.disposals.add(entry.value, entry.key, reason);
    // The object serves the next entry; until then it must not keep the value alive.
    entry.value = undefined as V;
    this.#spare = entry;
  }

  /** The object of the entry dropped last, filled anew, or a new one. */
  #entryFor({ key, value, bytes, freshUntilMs }: PreparedEntry<K, V>): CacheEntry<K, V> {
    const entry = this.#spare;
    if (!entry) return new CacheEntry(key, value, bytes, freshUntilMs);
    this.#spare = null;
    entry.key = key;
    entry.value = value;
    entry.bytes = bytes;
    entry.freshUntilMs = freshUntilMs;
    return entry;
  }

  #openGhost(slots: number): GhostQueue | null {
    if (slots === 0 || !this.#chargeFixed(slots * GhostQueue.bytesPerSlot)) return null;
    return new GhostQueue(slots);
  }

  /** Charges what the policy holds beside the entries; room for it is kept below `maxBytes`. */
  #chargeFixed(bytes: number): boolean {
    const { account } = this.#options;
    if (account && !account.grow(bytes)) return false;
    this.#fixedBytes += bytes;
    return true;
  }

  #wheelOf(): ExpiryWheel {
    const { ttlMs = 128_000, staleMs, now } = this.#options;
    const tickMs = Math.max(1, (ttlMs + staleMs) / (cacheLimits.wheelSlots.value / 2));
    return (this.#wheel ??= new ExpiryWheel(now(), tickMs, staleMs));
  }
}

/** As many fingerprints as entries fit in, within a share of the bytes; a power of two or 0. */
function ghostSlotsFor(maxEntries: number, maxBytes: number): number {
  const byBytes = (maxBytes * fixedShare) / GhostQueue.bytesPerSlot;
  const wanted = Math.min(maxEntries * 1.5, byBytes, cacheLimits.ghostEntries.value);
  return wanted < 4 ? 0 : 2 ** Math.floor(Math.log2(wanted));
}
