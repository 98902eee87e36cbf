import type { Account, MemoryHost, Reclaimer } from '@lexiflow/memory';
import { RingBuffer } from '@lexiflow/memory';
import type { StoredEvent } from '../../platform/events/stored-event.ts';
import { realtimeLimits } from '../realtime.limits.ts';
import { roomsOf } from './event-rooms.ts';

/** An event as it is delivered: its text is made once for all rooms and readers. */
export interface RecentEvent {
  readonly event: StoredEvent;
  readonly text: string;
  readonly rooms: readonly string[];
}

/** Objects of one entry beside its text. */
const ENTRY_BYTES = 1_024;

/** Makes an event ready for delivery. */
export function recentEvent(event: StoredEvent): RecentEvent {
  const { id, type, aggregateType, aggregateId, caseId, at, actorId, actorName, payload } = event;
  const told = { id, type, aggregateType, aggregateId, caseId, at, actorId, actorName, payload };
  return { event, text: JSON.stringify(told), rooms: roomsOf(event) };
}

/**
 * The newest events without a hole: what is about to be delivered, and what those who come back after
 * a moment have missed. Bounded in events and bytes; the oldest go first, and all under pressure.
 */
export class RecentEvents implements Reclaimer {
  readonly name = 'realtime-recent';
  readonly kind = 'buffer';
  readonly #ring = new RingBuffer<RecentEvent>(realtimeLimits.recentEvents.value);
  readonly #account: Account;
  readonly #unregister: () => void;
  #floor = 0;

  constructor(host: MemoryHost) {
    const limitBytes = realtimeLimits.recentBytes.value;
    this.#account = host.openAccount('realtime', this.name, { limitBytes });
    this.#unregister = host.registerReclaimer(this);
  }

  get length(): number {
    return this.#ring.length;
  }

  /** Every event after this position is here. */
  get floor(): number {
    return this.#floor;
  }

  usedBytes(): number {
    return this.#account.usedBytes;
  }

  /** Begins anew, with nothing missing after `position`. */
  startAt(position: number): void {
    this.shrink(0);
    this.#floor = position;
  }

  /** Takes the next event in order. */
  add(entry: RecentEvent): void {
    const bytes = bytesOf(entry);
    if (this.#ring.isFull) this.#dropOldest();
    while (!this.#account.grow(bytes)) {
      if (this.#ring.length === 0) {
        // Not even this one fits: whoever needs it reads it from the database.
        this.#floor = entry.event.position;
        return;
      }
      this.#dropOldest();
    }
    this.#ring.push(entry);
  }

  /** The first event after a position, which must not lie below the floor. O(log n). */
  next(position: number): RecentEvent | undefined {
    let low = 0;
    let high = this.#ring.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ring.at(middle)?.event.position ?? 0) <= position) low = middle + 1;
      else high = middle;
    }
    return low < this.#ring.length ? this.#ring.at(low) : undefined;
  }

  /** Drops the oldest until the use is at `targetBytes`. */
  shrink(targetBytes: number): number {
    const before = this.#account.usedBytes;
    while (this.#ring.length > 0 && this.#account.usedBytes > targetBytes) this.#dropOldest();
    return before - this.#account.usedBytes;
  }

  /** Empties it and ends its account. */
  close(): void {
    this.shrink(0);
    this.#unregister();
    this.#account.close();
  }

  #dropOldest(): void {
    const dropped = this.#ring.shift();
    if (!dropped) return;
    this.#account.shrink(bytesOf(dropped));
    this.#floor = dropped.event.position;
  }
}

function bytesOf({ text }: RecentEvent): number {
  // The text and the payload it was made of.
  return ENTRY_BYTES + 2 * text.length;
}
