import type { Account, AccountSource } from '@lexiflow/memory';
import { realtimeLimits } from '../realtime.limits.ts';
import type { Connection } from './connection.ts';

/** Bounds that the operator sets. */
export interface ConnectionBounds {
  readonly maxConnectionsPerUser: number;
  readonly maxGlobalConnections: number;
  readonly maxRoomsPerUser: number;
}

/** Why a further connection has no room. */
export type NoRoom = 'user' | 'process' | 'memory';

const idleBytes = realtimeLimits.idleBytes.value;

/** The open connections of this process, by user and by beat, each charged to the memory budget. */
export class ConnectionTable {
  readonly #bounds: ConnectionBounds;
  readonly #account: Account;
  readonly #users = new Map<string, Connection[]>();
  readonly #beats: readonly Set<Connection>[];
  #size = 0;
  #nextBeat = 0;

  constructor(bounds: ConnectionBounds, host: AccountSource) {
    this.#bounds = bounds;
    this.#account = host.openAccount('realtime', 'realtime-connections');
    this.#beats = Array.from({ length: realtimeLimits.beats.value }, () => new Set<Connection>());
  }

  get size(): number {
    return this.#size;
  }

  get users(): number {
    return this.#users.size;
  }

  /** The beat for the next connection: they are spread evenly. */
  nextBeat(): number {
    this.#nextBeat = (this.#nextBeat + 1) % this.#beats.length;
    return this.#nextBeat;
  }

  /** Why there is no room for one more of this user, or null. Charges it when there is. */
  takePlace(userKey: string): NoRoom | null {
    if (this.#size >= this.#bounds.maxGlobalConnections) return 'process';
    if (this.ofUser(userKey).length >= this.#bounds.maxConnectionsPerUser) return 'user';
    return this.#account.grow(idleBytes) ? null : 'memory';
  }

  /** Takes a connection in for which there is a place. */
  add(connection: Connection): void {
    this.#size += 1;
    this.#beats[connection.beat]?.add(connection);
    const others = this.#users.get(connection.userKey);
    if (others) others.push(connection);
    else this.#users.set(connection.userKey, [connection]);
  }

  /** Takes a connection out and gives its place back. False when it was out already. */
  remove(connection: Connection): boolean {
    if (this.#beats[connection.beat]?.delete(connection) !== true) return false;
    this.#size -= 1;
    this.#account.shrink(idleBytes);
    const others = this.ofUser(connection.userKey).filter((other) => other !== connection);
    if (others.length === 0) this.#users.delete(connection.userKey);
    else this.#users.set(connection.userKey, others);
    return true;
  }

  /** Whether a user may be in one more room than those it is in, over all its connections. */
  hasRoomFor(userKey: string, roomKey: string): boolean {
    const keys = new Set([roomKey]);
    for (const { memberships } of this.ofUser(userKey))
      for (const { room } of memberships) keys.add(room.key);
    return keys.size <= this.#bounds.maxRoomsPerUser;
  }

  ofUser(userKey: string): readonly Connection[] {
    return this.#users.get(userKey) ?? [];
  }

  /** Those that are pinged in one beat of the round. */
  inBeat(beat: number): ReadonlySet<Connection> {
    return this.#beats[beat] ?? new Set();
  }

  *all(): Generator<Connection, void, undefined> {
    for (const beat of this.#beats) yield* beat;
  }

  /** Ends the account; every connection must be gone. */
  close(): void {
    this.#account.close();
  }
}
