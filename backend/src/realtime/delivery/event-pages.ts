import type { EventBus } from '../../platform/events/event-bus.ts';
import { realtimeLimits } from '../realtime.limits.ts';
import { Turns } from '../turns.ts';
import { recentEvent, type RecentEvent, type RecentEvents } from './recent-events.ts';

/** Reads events for those who missed some: what is kept in memory from there, the rest from the store. */
export class EventPages {
  readonly #recent: RecentEvents;
  readonly #bus: Pick<EventBus, 'since'>;
  readonly #turns = new Turns(realtimeLimits.replaysAtOnce.value);

  constructor(recent: RecentEvents, bus: Pick<EventBus, 'since'>) {
    this.#recent = recent;
    this.#bus = bus;
  }

  /**
   * Events after a position up to another, oldest first and at least one when there is one. At most
   * `replaysAtOnce` pages are read from the store at a time; the others wait their turn.
   */
  async after(position: number, upTo: number): Promise<RecentEvent[]> {
    if (position >= this.#recent.floor) return this.#kept(position, upTo);
    return await this.#turns.take(async () => {
      const events = await this.#bus.since(position, realtimeLimits.replayPage.value);
      return events.filter((event) => event.position <= upTo).map(recentEvent);
    });
  }

  #kept(position: number, upTo: number): RecentEvent[] {
    const page: RecentEvent[] = [];
    let entry = this.#recent.next(position);
    while (entry && entry.event.position <= upTo && page.length < realtimeLimits.replayPage.value) {
      page.push(entry);
      entry = this.#recent.next(entry.event.position);
    }
    return page;
  }
}
