import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RealtimeMessage } from '@lexiflow/contracts';
import type { ErrorReporter } from '../../platform/errors/error-reporter.ts';
import type { StoredEvent } from '../../platform/events/stored-event.ts';
import type { Outgoing } from '../connections/outgoing.ts';
import { textFrame } from '../connections/text-frame.ts';
import type { RealtimeFigures } from '../monitor/realtime-figures.ts';
import { realtimeLimits } from '../realtime.limits.ts';
import type { Membership, Room } from '../rooms/room.ts';
import type { RoomTable } from '../rooms/room-table.ts';
import type { EventReaders } from './event-readers.ts';
import { recentEvent, RecentEvents, type RecentEvent } from './recent-events.ts';

/** What the delivery is made of. */
export interface DeliveryParts {
  readonly recent: RecentEvents;
  readonly readers: EventReaders;
  readonly rooms: RoomTable;
  readonly outgoing: Outgoing;
  readonly figures: RealtimeFigures;
  readonly reporter: ErrorReporter;
}

/**
 * Tells the rooms of this process what happens, event by event in the order of their positions. Every
 * live member was told everything up to `position`, so one number says where all of them stand.
 */
export class Delivery {
  readonly #parts: DeliveryParts;
  #position = 0;
  #isStarted = false;
  #running: Promise<void> | null = null;

  constructor(parts: DeliveryParts) {
    this.#parts = parts;
  }

  /** Every live member was told of all events up to here. */
  get position(): number {
    return this.#position;
  }

  /** Begins after a position, unless it has begun. */
  startAt(position: number): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#position = position;
    this.#parts.recent.startAt(position);
  }

  /** Takes the next event of the bus. */
  take(event: StoredEvent): void {
    this.startAt(event.position - 1);
    this.#parts.recent.add(recentEvent(event));
    this.#running ??= this.#run().finally(() => (this.#running = null));
  }

  /** Resolves when everything taken so far is delivered. */
  async settled(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    const { recent, reporter } = this.#parts;
    for (;;) {
      if (recent.floor > this.#position) this.#skipTo(recent.floor);
      const entry = recent.next(this.#position);
      if (!entry) return;
      try {
        await this.#deliver(entry);
      } catch (error) {
        // The database did not answer who may read it: those who might load anew.
        reporter.background('telling rooms of an event', error);
        this.#resyncAll(this.#roomsOf(entry));
      }
      this.#position = Math.max(this.#position, entry.event.position);
    }
  }

  async #deliver(entry: RecentEvent): Promise<void> {
    const told = this.#roomsOf(entry);
    if (told.length === 0) return;
    const question = this.#parts.readers.of(entry.event);
    for (;;) {
      const unknown = told
        .flatMap(({ members }) => [...members])
        .filter((member) => member.state === 'live' && question.mayRead(member) === null);
      if (unknown.length === 0) break;
      await question.learn(unknown);
    }
    for (const room of told) await this.#tell(room, entry, (member) => question.mayRead(member));
  }

  async #tell(
    room: Room,
    entry: RecentEvent,
    mayRead: (member: Membership) => boolean | null,
  ): Promise<void> {
    const frame = eventFrame(room, entry);
    let told = 0;
    for (const member of room.members) {
      if (member.state !== 'live') continue;
      const answer = mayRead(member);
      if (answer === true) this.#parts.outgoing.push(member.connection, frame);
      // It came while others were told: what it may read was not asked.
      else if (answer === null) this.resync(member, 'gap');
      if (++told % realtimeLimits.membersInARow.value === 0) await nextTurn();
    }
  }

  /** Events went by that nobody kept: everyone loads anew. */
  #skipTo(position: number): void {
    this.#position = position;
    this.#resyncAll([...this.#parts.rooms.all()].filter(({ kind }) => kind !== 'memory'));
  }

  #resyncAll(rooms: readonly Room[]): void {
    for (const { members } of rooms)
      for (const member of members) if (member.state === 'live') this.resync(member, 'gap');
  }

  #roomsOf({ rooms }: RecentEvent): Room[] {
    return rooms.flatMap((key) => this.#parts.rooms.get(key) ?? []);
  }

  /** Tells a member that something up to now is left out. */
  resync(member: Membership, reason: 'slow' | 'gap'): void {
    const { outgoing, figures } = this.#parts;
    const { connection, room } = member;
    member.isResumed = false;
    figures.resyncs += 1;
    const text: RealtimeMessage = {
      type: 'resync',
      room: room.name,
      position: this.#position,
      reason,
    };
    outgoing.push(connection, textFrame(JSON.stringify(text)));
  }
}

/** The message of one event in one room, for all its readers. */
export function eventFrame(room: Pick<Room, 'name'>, { event, text }: RecentEvent): Buffer {
  return textFrame(
    `{"type":"event","room":"${room.name}","position":${event.position},"event":${text}}`,
  );
}
