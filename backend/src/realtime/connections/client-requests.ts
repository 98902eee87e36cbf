import { realtimeCloseCodes, realtimeRequest } from '@lexiflow/contracts';
import type { RealtimeMessage, RealtimeRequest } from '@lexiflow/contracts';
import * as z from 'zod/mini';
import type { ErrorMaker } from '../../platform/errors/define-error.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { RealtimeFigures } from '../monitor/realtime-figures.ts';
import { realtimeErrors } from '../realtime.errors.ts';
import { realtimeLimits } from '../realtime.limits.ts';
import type { Admissions } from '../rooms/admissions.ts';
import { roomAddress } from '../rooms/room-address.ts';
import type { RoomTable } from '../rooms/room-table.ts';
import type { Connection } from './connection.ts';
import type { ConnectionTable } from './connection-table.ts';
import type { Outgoing } from './outgoing.ts';
import type { Renewals } from './renewals.ts';
import { textFrame } from './text-frame.ts';

/** What answering a client needs. */
export interface RequestParts {
  readonly table: ConnectionTable;
  readonly rooms: RoomTable;
  readonly admissions: Admissions;
  readonly renewals: Renewals;
  readonly delivery: Delivery;
  readonly outgoing: Outgoing;
  readonly figures: RealtimeFigures;
  readonly eventsPerMinute: number;
}

const MINUTE_MS = 60_000;

/** Does what clients ask for, within their share a minute. */
export class ClientRequests {
  /** Messages that one connection may send in a minute. */
  readonly eventsPerMinute: number;
  readonly #parts: RequestParts;

  constructor(parts: RequestParts) {
    this.#parts = parts;
    this.eventsPerMinute = parts.eventsPerMinute;
  }

  /** One message of a client. */
  hear(connection: Connection, data: Buffer, isBinary: boolean): void {
    connection.isAlive = true;
    this.#parts.figures.messagesIn += 1;
    if (!this.allow(connection)) return;
    const request = isBinary ? null : parse(data);
    if (request === null) return this.#error(connection, realtimeErrors.invalidMessage);
    switch (request.type) {
      case 'join':
        return this.#join(connection, request.room, request.since);
      case 'leave':
        return this.#leave(connection, request.room);
      case 'ping':
        return this.#send(connection, { type: 'pong', position: this.#toldUpTo(connection) });
    }
  }

  /**
   * Takes one from the client's share, which fills up evenly. False when there is none left: it is
   * told so, and cut off when it goes on.
   */
  allow(connection: Connection): boolean {
    const { eventsPerMinute } = this;
    const nowMs = performance.now();
    const filled = ((nowMs - connection.countedAtMs) * eventsPerMinute) / MINUTE_MS;
    connection.allowance = Math.min(eventsPerMinute, connection.allowance + filled);
    connection.countedAtMs = nowMs;
    if (connection.allowance >= 1) {
      connection.allowance -= 1;
      connection.warnings = 0;
      return true;
    }
    connection.warnings += 1;
    if (connection.warnings > realtimeLimits.tooFastWarnings.value)
      connection.close(realtimeCloseCodes.tooFast, 'too many messages', 'too-fast');
    else this.#error(connection, realtimeErrors.tooManyEvents);
    return false;
  }

  #join(connection: Connection, name: string, since: number | undefined): void {
    const { table, rooms, admissions, renewals, delivery } = this.#parts;
    const address = roomAddress(name, connection.viewer);
    if (address === null)
      return admissions.refuse({ connection }, name, realtimeErrors.roomNotFound);
    if (!table.hasRoomFor(connection.userKey, address.key))
      return admissions.refuse({ connection }, name, realtimeErrors.tooManyRooms);
    const member = rooms.enter(connection, address, delivery.position);
    admissions.suspend(member);
    member.isAnnounced = false;
    member.isResumed = since !== undefined;
    if (since !== undefined) member.position = since;
    // Its access may have changed a moment ago: the check of that lets it in, or not.
    if (renewals.isPending(connection)) renewals.add(connection);
    else void admissions.admitOrAnswer(member);
  }

  #leave(connection: Connection, name: string): void {
    const member = connection.memberships.find(({ room }) => room.name === name);
    if (!member) return;
    this.#parts.rooms.leave(member);
    this.#send(connection, { type: 'left', room: member.room.name, reason: 'asked' });
  }

  /** Null while the rooms of the connection are not all told up to the same position. */
  #toldUpTo(connection: Connection): number | null {
    const isBehind = connection.memberships.some(({ state }) => state !== 'live');
    return isBehind || connection.isBehind ? null : this.#parts.delivery.position;
  }

  #error(connection: Connection, { code, spec }: ErrorMaker): void {
    this.#send(connection, { type: 'error', code, detail: spec.message });
  }

  #send(connection: Connection, message: RealtimeMessage): void {
    this.#parts.outgoing.reply(connection, textFrame(JSON.stringify(message)));
  }
}

function parse(data: Buffer): RealtimeRequest | null {
  try {
    const result = z.safeParse(realtimeRequest, JSON.parse(data.toString()));
    return result.success ? result.data : null;
  } catch {
    return null;
  }
}
