import { Injectable } from '@nestjs/common';
import { RealtimeHub } from './realtime-hub.ts';
import { notificationsOf } from './rooms/room-address.ts';

/** A message of the moment. It is not kept: what must not be lost is a domain event. */
export interface PushMessage {
  /** What it is, for the client: `notification`, `sample`. */
  readonly kind: string;
  /** Plain JSON. */
  readonly body: unknown;
}

/**
 * Where other features send what is to be seen at once: on this process, and with Redis on all. A
 * domain event needs none of this; it reaches the rooms of every process by itself.
 */
@Injectable()
export class RealtimeService {
  constructor(private readonly hub: RealtimeHub) {}

  /** To the room of one user, on every connection it has. */
  toUser(userId: string, { kind, body }: PushMessage): void {
    this.hub.publish(notificationsOf(userId), kind, body);
  }

  /** The same on this process alone: for news that every process hears of by itself. */
  toUserHere(userId: string, { kind, body }: PushMessage): void {
    this.hub.tellHere(notificationsOf(userId), kind, body);
  }

  /** Such news may have been missed: everyone loads the own notifications anew. */
  missedNews(): void {
    this.hub.resyncNotifications();
  }

  /** To a room of all: `docket`, `documents` or `memory`. What it says must be for all who are in it. */
  publish(room: 'docket' | 'documents' | 'memory', { kind, body }: PushMessage): void {
    this.hub.publish(room, kind, body);
  }
}
