import type { CancelTimer, Clock, ReclaimerRegistry } from '@lexiflow/memory';
import { systemClock } from '@lexiflow/memory';
import type { Database } from '../database/database.ts';
import type { ErrorReporter } from '../errors/error-reporter.ts';
import { CHANGES_CHANNEL, type ChangeFeed } from './change-feed.ts';
import { DeliveryTurn, retryPolicy, type RetryPolicy } from './delivery-turn.ts';
import type { EventBus } from './event-bus.ts';
import type { EventConsumer } from './event-consumer.ts';
import type { ConsumerLag, EventStore, LaneState } from './event-store.ts';
import { EVENTS_LIMITS } from './events.limits.ts';
import { POSITIONS_CHANNEL, Sequencer } from './sequencer.ts';

/** What a dispatcher is made of. */
export interface DispatcherParts {
  readonly database: Database;
  readonly store: EventStore;
  readonly feed: ChangeFeed;
  readonly bus: EventBus;
  readonly memory: ReclaimerRegistry;
  readonly reporter: ErrorReporter;
  readonly clock?: Clock;
  readonly policy?: RetryPolicy;
}

/** What one dispatcher has done since its start, for one consumer. */
export interface ConsumerFigures {
  handled: number;
  failed: number;
  dead: number;
}

/**
 * Brings events from the outbox to their consumers:
 *
 *     commit ─NOTIFY─► sequencer: positions ─NOTIFY─► turns of the lanes that have something to do
 *                                                └──► bus of this process
 *
 * Several processes share the work by lane: one holds a lane's cursor row, the others pass it by. A
 * poll every five seconds is the net under the notifications.
 */
export class EventDispatcher {
  readonly figures = new Map<string, ConsumerFigures>();
  readonly #parts: DispatcherParts;
  readonly #clock: Clock;
  readonly #sequencer: Sequencer;
  readonly #turn: DeliveryTurn;
  readonly #consumers = new Map<string, EventConsumer>();
  readonly #ends: (() => void)[] = [];
  #lag: readonly ConsumerLag[] = [];
  #state: 'idle' | 'running' | 'stopped' = 'idle';
  #isPaused = false;
  #isWanted = false;
  #hasUnsequenced = false;
  #working: Promise<void> | null = null;
  #cancelTimer: CancelTimer | null = null;

  constructor(parts: DispatcherParts) {
    this.#parts = parts;
    this.#clock = parts.clock ?? systemClock;
    this.#sequencer = new Sequencer(parts.database);
    this.#turn = new DeliveryTurn(parts.database, parts.store, parts.policy ?? retryPolicy);
  }

  /** How far each consumer is behind, as the last survey found. */
  get lag(): readonly ConsumerLag[] {
    return this.#lag;
  }

  get consumers(): readonly EventConsumer[] {
    return [...this.#consumers.values()];
  }

  /** Registers a consumer, usually in a constructor. Throws when the name is taken or malformed. */
  register(consumer: EventConsumer): void {
    const { name } = consumer;
    if (!/^[a-z][a-z0-9-]{1,59}$/.test(name))
      throw new Error(`The name of the consumer ${name} is malformed`);
    if (this.#consumers.has(name)) throw new Error(`The consumer ${name} is registered twice`);
    if (this.#state !== 'idle')
      throw new Error(`The consumer ${name} is registered after the start`);
    this.#consumers.set(name, consumer);
    this.figures.set(name, { handled: 0, failed: 0, dead: 0 });
  }

  /** Makes the cursors of new consumers and begins to deliver. */
  async start(): Promise<void> {
    if (this.#state !== 'idle') return;
    const { feed, bus, store, memory } = this.#parts;
    for (const name of this.#consumers.keys()) await store.ensureCursors(name);
    await bus.start();
    this.#state = 'running';
    this.#ends.push(
      await feed.subscribe(CHANGES_CHANNEL, () => this.wake()),
      await feed.subscribe(POSITIONS_CHANNEL, () => this.#positionsMoved()),
      memory.registerPausable({
        name: 'events',
        pause: () => void (this.#isPaused = true),
        resume: () => {
          this.#isPaused = false;
          this.wake();
        },
      }),
    );
    this.wake();
  }

  /** Looks for unsequenced and unhandled events now. */
  wake(): void {
    this.#hasUnsequenced = true;
    this.#start();
  }

  /** Takes no further turn and resolves when the running one has ended. Twice is fine. */
  async stop(): Promise<void> {
    this.#state = 'stopped';
    this.#cancelTimer?.();
    for (const end of this.#ends.splice(0)) end();
    await this.#working;
    await this.#parts.bus.stop();
  }

  #positionsMoved(): void {
    this.#parts.bus.wake();
    this.#start();
  }

  #start(): void {
    this.#isWanted = true;
    if (this.#state !== 'running') return;
    this.#working ??= this.#work().finally(() => {
      this.#working = null;
      if (this.#isWanted) this.#start();
    });
  }

  async #work(): Promise<void> {
    this.#isWanted = false;
    this.#cancelTimer?.();
    let nextMs: number = EVENTS_LIMITS.surveyMs.value;
    try {
      if (this.#hasUnsequenced) {
        this.#hasUnsequenced = false;
        if ((await this.#sequencer.run()) > 0) this.#parts.bus.wake();
      }
      nextMs = Math.min(nextMs, await this.#deliver());
    } catch (error) {
      nextMs = EVENTS_LIMITS.failedMs.value;
      if (this.#state === 'running') this.#parts.reporter.background('delivering events', error);
    }
    if (this.#state !== 'running') return;
    this.#cancelTimer = this.#clock.after(Math.max(1, nextMs), () => this.wake());
  }

  /** Takes turns until no lane has anything to do; answers when the next retry is due, in ms. */
  async #deliver(): Promise<number> {
    const { store } = this.#parts;
    const surveyMs = EVENTS_LIMITS.surveyMs.value;
    const names = [...this.#consumers.keys()];
    if (names.length === 0) return surveyMs;
    for (;;) {
      const lanes = this.#isPaused ? [] : await store.lanes(names);
      const ready = lanes.filter(({ hasNew, hasDue }) => hasNew || hasDue);
      if ((await this.#takeTurns(ready)) > 0) continue;
      this.#lag = await store.lag(names);
      const due = lanes.flatMap(({ dueInMs }) => (dueInMs === null ? [] : [dueInMs + 1]));
      // A lane that another process works on is looked at again with the next survey.
      return Math.min(surveyMs, ...due.filter((ms) => ms > 0));
    }
  }

  /** One turn in each of these lanes, one consumer beside the other; answers how many were taken. */
  async #takeTurns(ready: readonly LaneState[]): Promise<number> {
    const groups = [...Map.groupBy(ready, ({ consumer }) => consumer).values()];
    let taken = 0;
    const work = async (): Promise<void> => {
      for (let lanes = groups.shift(); lanes; lanes = groups.shift()) {
        for (const lane of lanes) {
          if (this.#state !== 'running' || this.#isPaused) return;
          if (await this.#takeTurn(lane)) taken += 1;
        }
      }
    };
    // The embedded database runs one transaction at a time.
    const { kind } = this.#parts.database;
    const atOnce = kind === 'embedded' ? 1 : EVENTS_LIMITS.turnsAtOnce.value;
    const ended = await Promise.allSettled(Array.from({ length: atOnce }, work));
    const failed = ended.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
    return this.#state === 'running' ? taken : 0;
  }

  async #takeTurn(lane: LaneState): Promise<boolean> {
    const consumer = this.#consumers.get(lane.consumer);
    const figures = this.figures.get(lane.consumer);
    if (!consumer || !figures) return false;
    const { isBusy, handled, failed, dead } = await this.#turn.run(consumer, lane, lane.hasDue);
    figures.handled += handled;
    figures.failed += failed;
    figures.dead += dead;
    return !isBusy;
  }
}
