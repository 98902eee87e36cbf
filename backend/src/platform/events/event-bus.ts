import type { EventType } from '@lexiflow/contracts';
import type { ErrorReporter } from '../errors/error-reporter.ts';
import type { EventStore } from './event-store.ts';
import { eventErrors } from './events.errors.ts';
import { EVENTS_LIMITS } from './events.limits.ts';
import type { StoredEvent } from './stored-event.ts';

/** Hears events in this process; must be short and not wait. */
export type EventListener = (event: StoredEvent) => void;

interface Subscription {
  readonly events: ReadonlySet<string> | 'all';
  readonly listener: EventListener;
}

/**
 * Tells the listeners of this process of every committed event, in order, on every instance. It keeps
 * no place: what happened while the process was down is not told; whoever needs that asks `since`.
 */
export class EventBus {
  readonly #store: EventStore;
  readonly #reporter: ErrorReporter;
  readonly #subscriptions = new Set<Subscription>();
  #position: number | null = null;
  #isWanted = false;
  #reading: Promise<void> | null = null;
  #isStopped = false;
  #told = 0;

  constructor(store: EventStore, reporter: ErrorReporter) {
    this.#store = store;
    this.#reporter = reporter;
  }

  /** Subscriptions that stand now. */
  get listenerCount(): number {
    return this.#subscriptions.size;
  }

  /** Position up to which the listeners were told; 0 before the start. */
  get position(): number {
    return this.#position ?? 0;
  }

  /** Events told to at least one listener since the start. */
  get toldTotal(): number {
    return this.#told;
  }

  /**
   * Calls `listener` for each event of these types until the answered function is called. A listener
   * that throws is reported and disturbs nobody. Throws EVENT_LISTENERS_TOO_MANY.
   */
  on(events: readonly EventType[] | 'all', listener: EventListener): () => void {
    if (this.#subscriptions.size >= EVENTS_LIMITS.listeners.value)
      throw eventErrors.tooManyListeners();
    const types = events === 'all' ? 'all' : new Set<string>(events);
    const subscription: Subscription = { events: types, listener };
    this.#subscriptions.add(subscription);
    return () => void this.#subscriptions.delete(subscription);
  }

  /** Up to `limit` events after a position, oldest first: for who missed some. */
  async since(position: number, limit: number): Promise<StoredEvent[]> {
    return await this.#store.after(position, Math.min(limit, EVENTS_LIMITS.busRows.value));
  }

  /** Begins after the last event there is. */
  async start(): Promise<void> {
    this.#position ??= await this.#store.lastPosition();
  }

  /** Reads what is new and tells it. Calls while it reads are folded into one further reading. */
  wake(): void {
    this.#isWanted = true;
    if (this.#isStopped || this.#position === null) return;
    this.#reading ??= this.#read()
      .catch((error: unknown) => this.#reporter.background('reading events for the bus', error))
      .finally(() => (this.#reading = null));
  }

  /** Ends every subscription; resolves when nothing is being read. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#subscriptions.clear();
    await this.#reading;
  }

  async #read(): Promise<void> {
    while (this.#isWanted && !this.#isStopped) {
      this.#isWanted = false;
      if (this.#subscriptions.size === 0) {
        this.#position = await this.#store.lastPosition();
        continue;
      }
      const limit = EVENTS_LIMITS.busRows.value;
      const events = await this.#store.after(this.position, limit);
      for (const event of events) this.#tell(event);
      if (events.length === limit) this.#isWanted = true;
    }
  }

  #tell(event: StoredEvent): void {
    this.#position = event.position;
    let isHeard = false;
    for (const { events, listener } of this.#subscriptions) {
      if (events !== 'all' && !events.has(event.type)) continue;
      isHeard = true;
      try {
        listener(event);
      } catch (error) {
        this.#reporter.background(`a listener of ${event.type}`, error);
      }
    }
    if (isHeard) this.#told += 1;
  }
}
