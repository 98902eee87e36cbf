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

/** Where other features send what is to be seen at once. */
@Injectable()
export class RealtimeService {
  constructor(private readonly hub: RealtimeHub) {}

  /** To the room of one user, on every connection it has. */
  toUser(userId: string, message: PushMessage): void {
    this.#tell(notificationsOf(userId), message);
  }

  /** To a room of all: `docket`, `documents` or `memory`. What it says must be for all who are in it. */
  publish(room: 'docket' | 'documents' | 'memory', message: PushMessage): void {
    this.#tell(room, message);
  }

  /** Whether anyone is in a room: nothing needs to be made for an empty one. */
  isWatched(room: 'docket' | 'documents' | 'memory'): boolean {
    return this.hub.rooms.get(room) !== undefined;
  }

  #tell(key: string, { kind, body }: PushMessage): void {
    this.hub.tell(key, (room) => ({ type: 'message', room, kind, body }));
  }
}
