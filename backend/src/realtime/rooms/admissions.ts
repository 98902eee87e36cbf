import { setTimeout as wait } from 'node:timers/promises';
import type { RealtimeMessage } from '@lexiflow/contracts';
import type { ErrorReporter } from '../../platform/errors/error-reporter.ts';
import type { ErrorMaker } from '../../platform/errors/define-error.ts';
import type { Outgoing } from '../connections/outgoing.ts';
import { textFrame } from '../connections/text-frame.ts';
import { eventFrame, type Delivery } from '../delivery/delivery.ts';
import type { EventPages } from '../delivery/event-pages.ts';
import type { EventReaders } from '../delivery/event-readers.ts';
import type { RecentEvent } from '../delivery/recent-events.ts';
import type { RealtimeFigures } from '../monitor/realtime-figures.ts';
import { realtimeErrors } from '../realtime.errors.ts';
import { realtimeLimits } from '../realtime.limits.ts';
import type { Membership } from './room.ts';
import type { RoomAccessService } from './room-access.service.ts';
import type { RoomTable } from './room-table.ts';

/** What the way into a room is made of. */
export interface AdmissionParts {
  readonly access: Pick<RoomAccessService, 'mayEnter'>;
  readonly rooms: RoomTable;
  readonly delivery: Delivery;
  readonly pages: EventPages;
  readonly readers: EventReaders;
  readonly outgoing: Outgoing;
  readonly figures: RealtimeFigures;
  readonly reporter: ErrorReporter;
}

/**
 * The way into a room, at the first time and whenever access may have changed: checked, told what was
 * missed, live. Until then nothing of the room is sent, and nothing of it is lost.
 */
export class Admissions {
  readonly #parts: AdmissionParts;

  constructor(parts: AdmissionParts) {
    this.#parts = parts;
  }

  /** Stops telling a member, at once and without losing its place. */
  suspend(member: Membership): void {
    if (member.state === 'gone') return;
    if (member.state === 'live') member.position = this.#parts.delivery.position;
    member.state = 'checking';
    member.turn += 1;
  }

  /**
   * Checks a suspended member and lets it in or out; what it missed follows in the background. Rejects
   * when the database does not answer: it stays suspended then.
   */
  async admit(member: Membership): Promise<void> {
    const { turn, connection, room } = member;
    const isAllowed = await this.#parts.access.mayEnter(connection.viewer, room);
    if (member.turn !== turn) return;
    if (!isAllowed) return this.#turnAway(member);
    member.state = 'behind';
    // Not waited for: a slow reader holds up nobody else's check.
    this.#catchUp(member, turn).catch((error: unknown) => this.#catchUpFailed(member, turn, error));
  }

  /** `admit` for a client that has asked: a check that fails is answered. */
  async admitOrAnswer(member: Membership): Promise<void> {
    const { turn, room } = member;
    try {
      await this.admit(member);
    } catch (error) {
      this.#parts.reporter.background('letting a client into a room', error);
      if (member.turn !== turn) return;
      this.#parts.rooms.leave(member);
      this.refuse(member, room.name, realtimeErrors.unavailable);
    }
  }

  /** Tells a client that it does not get into a room. */
  refuse({ connection }: Pick<Membership, 'connection'>, room: string, error: ErrorMaker): void {
    const { code, spec } = error;
    this.#send(connection, { type: 'refused', room, code, detail: spec.message });
  }

  async #catchUp(member: Membership, turn: number): Promise<void> {
    const { delivery, pages } = this.#parts;
    await this.#waitUntilReached(member);
    for (;;) {
      if (member.turn !== turn) return;
      const upTo = delivery.position;
      const missed = upTo - member.position;
      if (missed > realtimeLimits.replayEvents.value || missed < 0) {
        member.position = upTo;
        delivery.resync(member, 'gap');
      }
      if (member.position >= upTo) return this.#goLive(member);
      const page = await pages.after(member.position, upTo);
      for (const entry of page) {
        if (!(await this.#replay(member, turn, entry))) return;
      }
      if (page.length === 0) member.position = upTo;
    }
  }

  /** It may be there, but nobody can say what it missed. */
  #catchUpFailed(member: Membership, turn: number, error: unknown): void {
    const { delivery, reporter } = this.#parts;
    reporter.background('telling a client what it missed', error);
    if (member.turn !== turn) return;
    delivery.resync(member, 'gap');
    this.#goLive(member);
  }

  /** A client that comes from another process may know of events that this one hears in a moment. */
  async #waitUntilReached(member: Membership): Promise<void> {
    const { aheadMs, aheadLookMs } = realtimeLimits;
    for (let waitedMs = 0; waitedMs < aheadMs.value; waitedMs += aheadLookMs.value) {
      if (member.position <= this.#parts.delivery.position) return;
      await wait(aheadLookMs.value, undefined, { ref: false });
    }
  }

  /** False when the member is gone, suspended anew, or so slow that it loads anew. */
  async #replay(member: Membership, turn: number, entry: RecentEvent): Promise<boolean> {
    const { readers, outgoing, figures } = this.#parts;
    const { connection, room } = member;
    if (entry.rooms.includes(room.key)) {
      const question = readers.of(entry.event);
      if (question.mayRead(member) === null) await question.learn([member]);
      const frame = eventFrame(room, entry);
      while (member.turn === turn && !outgoing.hasRoom(connection, frame.length))
        await outgoing.drained(connection);
      if (member.turn !== turn) return false;
      if (question.mayRead(member) === true) {
        figures.replayed += 1;
        if (!outgoing.push(connection, frame)) {
          // It is told to load anew as soon as it reads again.
          this.#goLive(member);
          return false;
        }
      }
    }
    member.position = entry.event.position;
    return true;
  }

  #goLive(member: Membership): void {
    const { connection, room, isResumed } = member;
    member.state = 'live';
    if (member.hasMissed) this.#parts.delivery.resync(member, 'gap');
    member.hasMissed = false;
    if (!member.isAnnounced) {
      member.isAnnounced = true;
      const { position } = this.#parts.delivery;
      this.#send(connection, { type: 'joined', room: room.name, position, isResumed });
    }
    this.#parts.rooms.onChange(room);
  }

  #turnAway(member: Membership): void {
    const { connection, room, isAnnounced } = member;
    this.#parts.rooms.leave(member);
    if (isAnnounced) this.#send(connection, { type: 'left', room: room.name, reason: 'access' });
    else this.refuse(member, room.name, realtimeErrors.roomNotFound);
  }

  #send(connection: Membership['connection'], message: RealtimeMessage): void {
    this.#parts.outgoing.reply(connection, textFrame(JSON.stringify(message)));
  }
}
