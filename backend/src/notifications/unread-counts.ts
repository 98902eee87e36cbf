import { BoundedCache, type MemoryHost } from '@lexiflow/memory';
import { notificationsLimits } from './notifications.limits.ts';
import type { Reader } from './notifications.repository.ts';
import type { NotificationFeed } from './raising/notification-feed.ts';

/** Bytes of one entry as measured on the heap: key, tag, number. */
const ENTRY_BYTES = 256;

/**
 * How many notifications are unread, by user and what they may see: at most 10,000 and 2 MB. An
 * entry goes as soon as any instance tells that the user has a new notification or read one, and
 * after 30 seconds in any case.
 */
export class UnreadCounts {
  readonly #cache: BoundedCache<string, number>;
  readonly #end: () => void;
  #changes = 0;

  constructor(feed: NotificationFeed, host: MemoryHost | null) {
    this.#cache = new BoundedCache<string, number>({
      name: 'notifications-unread',
      maxEntries: notificationsLimits.unreadEntries.value,
      maxBytes: notificationsLimits.unreadBytes.value,
      ttlMs: notificationsLimits.unreadMs.value,
      sizeOf: () => ENTRY_BYTES,
      detach: 'none',
      ...(host === null ? {} : { host }),
    });
    this.#end = feed.on(({ userId }) => this.drop(userId));
  }

  /** The count of a viewer, or what `load` finds; one that began before a change is not kept. */
  async of(viewer: Reader, load: () => Promise<number>): Promise<number> {
    const { userId, accessVersion = 0, permissions } = viewer;
    const key = `${userId}:${accessVersion}:${permissions.has('case:read')}`;
    const held = this.#cache.get(key);
    if (held !== undefined) return held;
    const before = this.#changes;
    const loaded = await load();
    if (this.#changes === before) this.#cache.set(key, loaded, { tags: [userId] });
    return loaded;
  }

  /** Forgets the count of a user, or of all with null. */
  drop(userId: string | null): void {
    this.#changes += 1;
    if (userId === null) this.#cache.clear();
    else this.#cache.invalidateTag(userId);
  }

  /** Empties it and ends its account. */
  close(): void {
    this.#end();
    this.#cache.close();
  }
}
