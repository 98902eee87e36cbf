import type { Account, AccountSource } from '@lexiflow/memory';
import { realtimeLimits } from '../realtime.limits.ts';
import type { People } from './presence.ts';

/** Objects of one room of one process, and of one person in it. */
const ROOM_BYTES = 256;
const PERSON_BYTES = 256;

/** Who is in the rooms of the other processes, bounded in rooms and bytes. What does not fit is not shown. */
export class RemotePresence {
  readonly #account: Account;
  readonly #rooms = new Map<string, Map<string, People>>();
  #entries = 0;

  constructor(host: AccountSource) {
    const limitBytes = realtimeLimits.presenceBytes.value;
    this.#account = host.openAccount('realtime', 'realtime-presence', { limitBytes });
  }

  /** Replaces what a process has told of a room. */
  set(instance: string, room: string, { users, total }: People): void {
    this.#remove(instance, room);
    const people = { users: users.slice(0, realtimeLimits.presencePeople.value), total };
    if (total === 0 || this.#entries >= realtimeLimits.presenceRooms.value) return;
    if (!this.#account.grow(bytesOf(people))) return;
    const byInstance = this.#rooms.get(room) ?? new Map<string, People>();
    byInstance.set(instance, people);
    this.#rooms.set(room, byInstance);
    this.#entries += 1;
  }

  /** Who is in a room elsewhere, process by process. */
  of(room: string): People[] {
    return [...(this.#rooms.get(room)?.values() ?? [])];
  }

  /** Forgets a process; answers the rooms it was in. O(rooms). */
  drop(instance: string): string[] {
    const dropped = [...this.#rooms.keys()].filter((room) => this.#rooms.get(room)?.has(instance));
    for (const room of dropped) this.#remove(instance, room);
    return dropped;
  }

  close(): void {
    this.#rooms.clear();
    this.#account.shrink(this.#account.usedBytes);
    this.#account.close();
  }

  #remove(instance: string, room: string): void {
    const byInstance = this.#rooms.get(room);
    const people = byInstance?.get(instance);
    if (!byInstance || !people) return;
    byInstance.delete(instance);
    if (byInstance.size === 0) this.#rooms.delete(room);
    this.#account.shrink(bytesOf(people));
    this.#entries -= 1;
  }
}

function bytesOf({ users }: People): number {
  return ROOM_BYTES + users.length * PERSON_BYTES;
}
