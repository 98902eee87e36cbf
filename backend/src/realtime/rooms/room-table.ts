import type { RealtimeRoomKind } from '@lexiflow/contracts';
import type { Connection } from '../connections/connection.ts';
import type { Membership, Room, RoomAddress } from './room.ts';

/** The rooms somebody is in. A room ends with its last member; the limits per user bound them. */
export class RoomTable {
  readonly #rooms = new Map<string, Room>();
  /** Called when somebody comes, goes, or is suspended. */
  onChange: (room: Room) => void = () => undefined;

  get(key: string): Room | undefined {
    return this.#rooms.get(key);
  }

  all(): IterableIterator<Room> {
    return this.#rooms.values();
  }

  /** Puts a connection into a room, not yet told anything; or answers its place if it has one. */
  enter(connection: Connection, address: RoomAddress, position: number): Membership {
    const known = connection.memberships.find(({ room }) => room.key === address.key);
    if (known) return known;
    let room = this.#rooms.get(address.key);
    if (!room) {
      room = { ...address, members: new Set() };
      this.#rooms.set(address.key, room);
    }
    const membership: Membership = {
      connection,
      room,
      state: 'checking',
      position,
      turn: 0,
      isAnnounced: false,
      isResumed: false,
      hasMissed: false,
    };
    room.members.add(membership);
    connection.memberships.push(membership);
    return membership;
  }

  /** Takes a connection out of a room at once. Twice is fine. */
  leave(membership: Membership): void {
    if (membership.state === 'gone') return;
    const { connection, room } = membership;
    membership.state = 'gone';
    membership.turn += 1;
    room.members.delete(membership);
    if (room.members.size === 0) this.#rooms.delete(room.key);
    const index = connection.memberships.indexOf(membership);
    if (index >= 0) connection.memberships.splice(index, 1);
    this.onChange(room);
  }

  /** Takes a connection out of all its rooms. */
  leaveAll(connection: Connection): void {
    for (const membership of [...connection.memberships]) this.leave(membership);
  }

  /** Rooms, members and the largest room of each kind. O(rooms). */
  count(): Map<RealtimeRoomKind, { rooms: number; members: number; largest: number }> {
    const counts = new Map<RealtimeRoomKind, { rooms: number; members: number; largest: number }>();
    for (const { kind, members } of this.#rooms.values()) {
      const count = counts.get(kind) ?? { rooms: 0, members: 0, largest: 0 };
      count.rooms += 1;
      count.members += members.size;
      count.largest = Math.max(count.largest, members.size);
      counts.set(kind, count);
    }
    return counts;
  }
}
