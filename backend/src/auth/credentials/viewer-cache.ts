import { BoundedCache, type MemoryHost } from '@lexiflow/memory';
import type { Viewer } from '../../platform/http/viewer.ts';
import {
  VIEWER_CACHE_ENTRIES,
  VIEWER_CACHE_LIMIT_BYTES,
  VIEWER_CACHE_TTL_MS,
} from '../auth.limits.ts';

/** A viewer and what its credential's further use depends on. */
export interface CachedViewer {
  readonly viewer: Viewer;
  readonly expiresAtMs: number | null;
  lastSeenMs: number;
  /** From this instant on the viewer must be made anew; null when nothing in it ends by its time. */
  readonly staleAtMs: number | null;
}

/** Bytes of one entry as measured on the heap: viewer, texts, key; the permission set is shared. */
const ENTRY_BYTES = 1_024;

/**
 * Viewers by the hash of their token: at most 1,000 and 2 MB, for five seconds. A change of a user
 * drops that user's entries at once, and a load that began before the change is not kept.
 */
export class ViewerCache {
  readonly #cache: BoundedCache<string, CachedViewer>;
  #changes = 0;

  /** With a `host` the cache is charged to its pool `cache` and shrinks under pressure. */
  constructor(host: MemoryHost | null = null) {
    this.#cache = new BoundedCache<string, CachedViewer>({
      name: 'auth-viewers',
      maxEntries: VIEWER_CACHE_ENTRIES,
      maxBytes: VIEWER_CACHE_LIMIT_BYTES,
      ttlMs: VIEWER_CACHE_TTL_MS,
      sizeOf: () => ENTRY_BYTES,
      detach: 'none',
      ...(host === null ? {} : { host }),
    });
  }

  /** Viewers held. */
  get size(): number {
    return this.#cache.size;
  }

  /** The entry of a token hash, when it is held. */
  get(key: string): CachedViewer | undefined {
    const held = this.#cache.get(key);
    if (held === undefined || held.staleAtMs === null) return held;
    return held.staleAtMs > Date.now() ? held : undefined;
  }

  /** The entry of a token hash, or what `load` finds; a null is not kept. */
  async getOrLoad(
    key: string,
    load: () => Promise<CachedViewer | null>,
  ): Promise<CachedViewer | null> {
    const held = this.get(key);
    if (held !== undefined) return held;
    const before = this.#changes;
    const loaded = await load();
    if (loaded !== null && this.#changes === before) {
      this.#cache.set(key, loaded, { tags: [loaded.viewer.userId ?? ''] });
    }
    return loaded;
  }

  /** Forgets the viewers of one user, or of all when null. */
  drop(userId: string | null): void {
    this.#changes += 1;
    if (userId === null) this.#cache.clear();
    else this.#cache.invalidateTag(userId);
  }

  /** Empties the cache and ends its account. */
  close(): void {
    this.#cache.close();
  }
}
