import { channels } from '../events.ts';
import type { PressureLevel } from './ladder.ts';

/** One thing the governor did, as console and API show it. */
export interface TimelineEntry {
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  readonly level: PressureLevel;
  /** Why, with the numbers at that moment. */
  readonly cause: string;
  /** What: `level`, `trim`, `expire`, `shrink`, `pause`, `resume`, `refuse`, `collect`, `drain`. */
  readonly action: string;
  /** On what, where the action has an object (a cache, a priority class). */
  readonly subject?: string;
  readonly bytesWon: number;
  readonly durationMs: number;
}

/** The last actions in a ring of fixed size; each is published on `lexiflow:memory:action` too. */
export class Timeline {
  readonly #entries: TimelineEntry[] = [];
  readonly #capacity: number;
  #next = 0;
  #total = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Entries ever added, those already overwritten included. */
  get total(): number {
    return this.#total;
  }

  add(entry: TimelineEntry): void {
    this.#entries[this.#next] = entry;
    this.#next = (this.#next + 1) % this.#capacity;
    this.#total++;
    if (channels.action.hasSubscribers) channels.action.publish(entry);
  }

  /** Oldest first; at most `limit` of the newest. O(capacity). */
  list(limit = this.#capacity): TimelineEntry[] {
    const start = this.#entries.length < this.#capacity ? 0 : this.#next;
    const inOrder = [...this.#entries.slice(start), ...this.#entries.slice(0, start)];
    return limit >= inOrder.length ? inOrder : inOrder.slice(inOrder.length - limit);
  }
}
