import type { RealtimeMessage, RealtimePerson } from '@lexiflow/contracts';
import type { CancelTimer, Clock } from '@lexiflow/memory';
import type { Outgoing } from '../connections/outgoing.ts';
import { textFrame } from '../connections/text-frame.ts';
import type { Gossip, NewGossip } from '../fan-out/gossip.ts';
import { realtimeLimits } from '../realtime.limits.ts';
import type { Room } from '../rooms/room.ts';
import type { RoomTable } from '../rooms/room-table.ts';
import type { RemotePresence } from './remote-presence.ts';

/** Who is in a room. */
export interface People {
  readonly users: readonly RealtimePerson[];
  /** More than `users` names when there are many. */
  readonly total: number;
}

/** What presence is made of. */
export interface PresenceParts {
  readonly rooms: RoomTable;
  readonly outgoing: Outgoing;
  readonly remote: RemotePresence;
  readonly clock: Clock;
  /** Tells the other processes. */
  readonly send: (message: NewGossip) => void;
}

/**
 * Tells the people in the room of a case who else is there, on any process. Changes of half a second
 * are told as one. Clients of the firm are seen by its staff and see nobody.
 */
export class Presence {
  readonly #parts: PresenceParts;
  /** Rooms to be told; true when the change was here, so that the others are told too. */
  readonly #changed = new Map<string, boolean>();
  readonly #stop: CancelTimer;

  constructor(parts: PresenceParts) {
    this.#parts = parts;
    this.#stop = parts.clock.every(realtimeLimits.presenceMs.value, () => this.flush());
  }

  /** Somebody came to or left a room of this process. */
  changedHere({ key, kind }: Pick<Room, 'key' | 'kind'>): void {
    if (kind === 'case') this.#changed.set(key, true);
  }

  /** Somebody in a room of this process may have missed who is there. */
  repeat({ key, kind }: Pick<Room, 'key' | 'kind'>): void {
    if (kind === 'case') this.#changedThere(key);
  }

  /** Another process has told who is in a room there. */
  heard(message: Extract<Gossip, { readonly type: 'presence' }>): void {
    this.#parts.remote.set(message.from, message.room, message);
    this.#changedThere(message.room);
  }

  /** What a process held is void. */
  forget(instance: string): void {
    for (const room of this.#parts.remote.drop(instance)) this.#changedThere(room);
  }

  /** Tells the other processes of every room of this one. */
  tellAll(): void {
    for (const room of this.#parts.rooms.all())
      if (room.kind === 'case') this.#sendRoom(room.key, peopleIn(room));
  }

  /** Tells the rooms that changed; the timer calls it. */
  flush(): void {
    for (const [key, isHere] of this.#changed) {
      this.#changed.delete(key);
      const room = this.#parts.rooms.get(key);
      const here = room ? peopleIn(room) : { users: [], total: 0 };
      if (isHere) this.#sendRoom(key, here);
      if (room) this.#tell(room, here);
    }
  }

  close(): void {
    this.#stop();
    this.#parts.remote.close();
  }

  #changedThere(key: string): void {
    if (!this.#changed.has(key)) this.#changed.set(key, false);
  }

  #sendRoom(room: string, { users, total }: People): void {
    this.#parts.send({ type: 'presence', room, users: [...users], total });
  }

  #tell(room: Room, here: People): void {
    const { users, total } = merge([here, ...this.#parts.remote.of(room.key)]);
    const message: RealtimeMessage = { type: 'presence', room: room.name, users, total };
    const frame = textFrame(JSON.stringify(message));
    for (const { state, connection } of room.members)
      if (state === 'live' && connection.viewer.role !== 'client')
        this.#parts.outgoing.push(connection, frame);
  }
}

/** The users in a room of this process, each once, in the order they came. */
export function peopleIn({ members }: Pick<Room, 'members'>): People {
  const users = new Map<string, RealtimePerson>();
  for (const { isAnnounced, connection } of members) {
    const { userId, name } = connection.viewer;
    if (isAnnounced && userId !== null) users.set(userId, { userId, name });
  }
  const named = [...users.values()].slice(0, realtimeLimits.presencePeople.value);
  return { users: named, total: users.size };
}

/** Each user once; who is not named anywhere is counted as somebody else. */
export function merge(groups: readonly People[]): People {
  const users = new Map<string, RealtimePerson>();
  let unnamed = 0;
  for (const { users: named, total } of groups) {
    unnamed += Math.max(0, total - named.length);
    for (const person of named) users.set(person.userId, person);
  }
  const shown = [...users.values()].slice(0, realtimeLimits.presencePeople.value);
  return { users: shown, total: users.size + unnamed };
}
