import { Injectable } from '@nestjs/common';
import { RealtimeService } from '../realtime/realtime.service.ts';
import { NotificationFeed } from './raising/notification-feed.ts';

/**
 * Tells the open connections of a user that there is news: ids only, so that what is shown is read
 * under the access check. Each instance tells its own connections.
 */
@Injectable()
export class NotificationPush {
  constructor(feed: NotificationFeed, realtime: RealtimeService) {
    feed.on(({ userId, notificationId, kind }) => {
      if (userId === null) return realtime.missedNews();
      realtime.toUserHere(userId, { kind: 'notification', body: { id: notificationId, kind } });
    });
  }
}
