import type { NotificationKind } from '@lexiflow/contracts';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import type { Tables } from '../../platform/database/tables.ts';
import type { ErrorReporter } from '../../platform/errors/error-reporter.ts';
import type { ChangeFeed } from '../../platform/events/change-feed.ts';
import { notificationErrors } from '../notifications.errors.ts';
import { notificationsLimits } from '../notifications.limits.ts';

const CHANNEL = 'lexiflow_notifications';

/** That something changed for a user. */
export interface NotificationNews {
  /** Null when messages may have been missed: it may concern anybody. */
  readonly userId: string | null;
  /** The notification that came or grew; null when some were read. */
  readonly notificationId: string | null;
  readonly kind: NotificationKind | null;
}

/** Hears of news; must be short and not wait. */
export type NewsListener = (news: NotificationNews) => void;

const missed: NotificationNews = { userId: null, notificationId: null, kind: null };

/**
 * Tells every instance, once the transaction has committed, that a user has a new notification or
 * has read some: for open connections and held counts. It carries ids, never a text; whoever pushes
 * it further reads the notification as its user.
 */
export class NotificationFeed implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #feed: ChangeFeed;
  readonly #reporter: ErrorReporter;
  readonly #listeners = new Set<NewsListener>();
  #end: (() => void) | null = null;

  constructor(feed: ChangeFeed, reporter: ErrorReporter) {
    this.#feed = feed;
    this.#reporter = reporter;
  }

  /** Listeners there are now. */
  get listenerCount(): number {
    return this.#listeners.size;
  }

  /** Calls `listener` for all news until the answered function is called. Throws NOTIFICATION_LISTENERS_TOO_MANY. */
  on(listener: NewsListener): () => void {
    if (this.#listeners.size >= notificationsLimits.listeners.value)
      throw notificationErrors.tooManyListeners();
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Tells of news when `trx` commits. */
  async tell(trx: Transaction<Tables>, news: readonly NotificationNews[]): Promise<void> {
    if (news.length === 0) return;
    const payloads = news.map((one) => JSON.stringify(one));
    await sql`select pg_notify(${CHANNEL}, payload)
      from unnest(${payloads}::text[]) as told(payload)`.execute(trx);
  }

  async onApplicationBootstrap(): Promise<void> {
    this.#end = await this.#feed.subscribe(CHANNEL, (payload) => this.#heard(payload));
  }

  onApplicationShutdown(): void {
    this.#end?.();
    this.#listeners.clear();
  }

  #heard(payload: string | null): void {
    const news = payload === null ? missed : (JSON.parse(payload) as NotificationNews);
    for (const listener of this.#listeners) {
      try {
        listener(news);
      } catch (error) {
        this.#reporter.background('a listener of notifications', error);
      }
    }
  }
}
