import type {
  ChangedCount,
  Notification,
  NotificationsQuery,
  Page,
  ReadAllBody,
  UnreadCount,
} from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { Database } from '../platform/database/database.ts';
import type { Tables } from '../platform/database/tables.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { notificationErrors } from './notifications.errors.ts';
import { NotificationsRepository, type Reader } from './notifications.repository.ts';
import { NotificationFeed } from './raising/notification-feed.ts';
import { UnreadCounts } from './unread-counts.ts';

/** The viewer as the user whose notifications are meant. Throws NOTIFICATION_USER_NEEDED. */
export function readerOf(viewer: Viewer): Reader {
  const { userId } = viewer;
  if (userId === null) throw notificationErrors.userNeeded();
  return { ...viewer, userId };
}

/** The notifications of whoever asks. */
@Injectable()
export class NotificationsService {
  constructor(
    private readonly database: Database,
    private readonly notifications: NotificationsRepository,
    private readonly counts: UnreadCounts,
    private readonly feed: NotificationFeed,
  ) {}

  /** One page, latest first; what is about a case that is hidden now is left out. */
  async list(viewer: Viewer, query: NotificationsQuery): Promise<Page<Notification>> {
    return await this.notifications.page(readerOf(viewer), query);
  }

  async unread(viewer: Viewer): Promise<UnreadCount> {
    const reader = readerOf(viewer);
    return { count: await this.counts.of(reader, () => this.notifications.unread(reader)) };
  }

  /** Throws NOTIFICATION_NOT_FOUND for one that is not the viewer's own or is hidden now. */
  async read(viewer: Viewer, id: string): Promise<void> {
    const reader = readerOf(viewer);
    await this.#mark(reader, async (trx) => {
      if (!(await this.notifications.read(trx, reader, id))) throw notificationErrors.notFound();
    });
  }

  /** Marks all as read that were there at `until`, else now. */
  async readAll(viewer: Viewer, { until }: ReadAllBody): Promise<ChangedCount> {
    const reader = readerOf(viewer);
    return await this.#mark(reader, async (trx) => {
      return { changed: await this.notifications.readAll(trx, reader, until ?? null) };
    });
  }

  async #mark<T>(reader: Reader, work: (trx: Transaction<Tables>) => Promise<T>): Promise<T> {
    const { userId } = reader;
    const answer = await this.database.transaction(async (trx) => {
      const done = await work(trx);
      await this.feed.tell(trx, [{ userId, notificationId: null, kind: null }]);
      return done;
    });
    // The next reading of this process must not be older than this change.
    this.counts.drop(userId);
    return answer;
  }
}
