import type { MemoryHost } from '@lexiflow/memory';
import { GOVERNOR } from '@lexiflow/memory-nestjs';
import { Module, type OnApplicationShutdown } from '@nestjs/common';
import { EmailModule } from '../email/email.module.ts';
import { ErrorReporter } from '../platform/errors/error-reporter.ts';
import { ChangeFeed } from '../platform/events/change-feed.ts';
import { JobQueue } from '../platform/jobs/job-queue.ts';
import { Metrics } from '../platform/metrics/metrics.ts';
import { RealtimeModule } from '../realtime/realtime.module.ts';
import { handleCleanUp } from './clean-up-notifications.ts';
import { DigestRepository } from './digest/digest.repository.ts';
import { DigestSender } from './digest/digest-sender.ts';
import { NotificationPush } from './notification-push.ts';
import { NotificationFigures } from './notification-figures.ts';
import { NotificationsController } from './notifications.controller.ts';
import { NotificationsRepository } from './notifications.repository.ts';
import './notifications.schema.ts';
import { NotificationsService } from './notifications.service.ts';
import { PreferencesRepository } from './preferences.repository.ts';
import { PreferencesService } from './preferences.service.ts';
import { EventNotifications } from './raising/event-notifications.ts';
import { NotificationFeed } from './raising/notification-feed.ts';
import { NotificationWriter } from './raising/notification-writer.ts';
import { RaisingRepository } from './raising/raising.repository.ts';
import { RecipientRepository } from './raising/recipient.repository.ts';
import { UnreadCounts } from './unread-counts.ts';
import { MemoryWatch } from './watch/memory-watch.ts';
import { DeadLetterWatch } from './watch/watch-dead-letters.ts';
import { WatchRepository } from './watch/watch.repository.ts';

@Module({
  imports: [EmailModule, RealtimeModule],
  controllers: [NotificationsController],
  providers: [
    {
      provide: NotificationFeed,
      inject: [ChangeFeed, ErrorReporter],
      useFactory: (feed: ChangeFeed, reporter: ErrorReporter) =>
        new NotificationFeed(feed, reporter),
    },
    {
      provide: UnreadCounts,
      inject: [NotificationFeed, { token: GOVERNOR, optional: true }],
      useFactory: (feed: NotificationFeed, host?: MemoryHost) =>
        new UnreadCounts(feed, host ?? null),
    },
    { provide: NotificationFigures, useFactory: () => new NotificationFigures() },
    RecipientRepository,
    RaisingRepository,
    NotificationWriter,
    EventNotifications,
    NotificationPush,
    NotificationsRepository,
    NotificationsService,
    PreferencesRepository,
    PreferencesService,
    DigestRepository,
    DigestSender,
    WatchRepository,
    DeadLetterWatch,
    MemoryWatch,
  ],
  exports: [NotificationFeed, NotificationWriter],
})
export class NotificationsModule implements OnApplicationShutdown {
  constructor(
    jobs: JobQueue,
    notifications: NotificationsRepository,
    metrics: Metrics,
    figures: NotificationFigures,
    feed: NotificationFeed,
    private readonly counts: UnreadCounts,
  ) {
    handleCleanUp(jobs, notifications);
    metrics.add(...figures.metrics(() => feed.listenerCount));
  }

  onApplicationShutdown(): void {
    this.counts.close();
  }
}
