import { Injectable } from '@nestjs/common';
import { EventDispatcher } from '../../platform/events/event-dispatcher.ts';
import { draftsOf, toldEvents } from './notification-rules.ts';
import { NotificationWriter } from './notification-writer.ts';

/** Turns domain events into notifications, each event once. */
@Injectable()
export class EventNotifications {
  constructor(dispatcher: EventDispatcher, writer: NotificationWriter) {
    dispatcher.register({
      name: 'notifications',
      events: toldEvents,
      handle: async (event, trx) => {
        for (const draft of await draftsOf(event, trx)) await writer.raise(trx, draft);
      },
    });
  }
}
