import { systemClock } from '@lexiflow/memory';
import type { Account, CancelTimer, Clock, MemoryHost, Priority } from '@lexiflow/memory';
import { httpErrors } from '../http.errors.ts';
import { ConcurrencyLimit } from './concurrency-limit.ts';
import { overloadLimits } from './overload.limits.ts';
import { QueueWatch } from './queue-watch.ts';
import type { CountWaiters } from './queue-watch.ts';
import { PacedLine } from './paced-line.ts';
import { TurnLine } from './turn-line.ts';
import type { Outcome } from './turn-line.ts';

/** What the gate knows of a request. */
export interface Visitor {
  /** Whether its client is gone. */
  readonly isGone: () => boolean;
  /** Its connection, when that stays open and is its client's alone: one of a proxy has many behind it. */
  readonly connection: Restful | null;
}

/** Whether work of this class is imports and exports, which enter by `enterBulk`. */
export function isBulk(priority: Priority): boolean {
  return priority === 'bulk' || priority === 'export';
}

/** A connection that can be left unread for a while. */
export interface Restful {
  /** How long what is read now may have waited in the kernel. */
  readonly waitedMs: number;
  /** Whether it rests, or will once its request is answered. */
  readonly isResting: boolean;
  rest(nowMs: number): void;
  wake(nowMs: number): void;
}

type Figure = 'limit' | 'inFlight' | 'bulk' | 'waiting' | 'held' | 'resting' | 'refused';

const { lookMs, burstWaitMs, standingWaitMs, waiters, bulkInOverload } = overloadLimits;
const { heldRefusalBytes } = overloadLimits;

/**
 * Keeps the time of those who are served short when more is asked for than can be done: memory is the
 * governor's, this is about processor and connections. A burst waits its turn; in an overload the wait
 * is cut and what does not fit is refused early, so that the rest is answered in time.
 */
export class OverloadGate {
  readonly #limit: ConcurrencyLimit;
  readonly #watch: QueueWatch;
  readonly #held: Account;
  readonly #refusals = new PacedLine(overloadLimits.refusalsPerLook);
  readonly #arrivals = new PacedLine(overloadLimits.arrivalsPerLook);
  readonly #line = new TurnLine(waiters);
  readonly #clock: Clock;
  readonly #stopLooking: CancelTimer;
  #refused = 0;
  /** Milliseconds between two looks: more than planned while the loop is late. */
  #lookMs: number = lookMs;
  #lookedAtMs: number;
  #bulkInFlight = 0;
  /** Places that are given back at the end of this turn. */
  #leaving = 0;
  #cancelGiving: CancelTimer | undefined;
  /** Decaying counts of the last seconds, for Retry-After. */
  #lately = { asked: 0, refused: 0 };

  constructor(host: MemoryHost, queued: CountWaiters, clock: Clock = systemClock) {
    this.#clock = clock;
    const nowMs = clock.now();
    this.#lookedAtMs = nowMs;
    this.#limit = new ConcurrencyLimit(nowMs);
    this.#watch = new QueueWatch(nowMs, queued);
    const { heldRefusalsBytes: limitBytes } = overloadLimits;
    this.#held = host.openAccount('request', 'held-refusals', { limitBytes });
    this.#stopLooking = clock.every(lookMs, () => this.#look());
  }

  /** Places, places taken, imports and exports, waiting, held refusals, resting connections; and refused since the start. */
  get figures(): Readonly<Record<Figure, number>> {
    const { limit, inFlight } = this.#limit;
    return {
      limit,
      inFlight,
      bulk: this.#bulkInFlight,
      waiting: this.#line.length,
      held: this.#held.usedBytes / heldRefusalBytes,
      resting: this.#refusals.length + this.#arrivals.length,
      refused: this.#refused,
    };
  }

  /** Calls `done` without an error when the visitor may go on; it must `leave` then, once. */
  enter(visitor: Visitor, done: (error?: Error) => void): void {
    const { connection } = visitor;
    if (this.#isLate(connection)) return this.#refuseLate(done);
    this.#lately.asked++;
    if (this.#line.length === 0 && this.#limit.enter()) return done();
    const waiting = {
      sinceMs: this.#clock.now(),
      isGone: visitor.isGone,
      settle: (outcome: Outcome) => this.#settle(outcome, connection, done),
    };
    if (!this.#line.add(waiting)) this.#refuse(connection, done);
  }

  /**
   * The same for imports and exports, which `leaveBulk` then, once: as many as memory allows, but in an
   * overload only a few, because each takes the time of many requests.
   */
  enterBulk(connection: Restful | null, done: (error?: Error) => void): void {
    if (this.#isLate(connection)) return this.#refuseLate(done);
    const isOverload = this.#isStanding(this.#clock.now());
    this.#lately.asked++;
    if (isOverload && this.#bulkInFlight >= bulkInOverload) return this.#refuse(connection, done);
    this.#bulkInFlight++;
    done();
  }

  /** Ends one that `enterBulk` let in. */
  leaveBulk(): void {
    this.#bulkInFlight--;
  }

  /**
   * Gives the place back after `ms` of work, to the next who waits. In an overload when this turn of the
   * event loop is over: what is answered without waiting for anything would make room for the next again
   * and again, the turn would be as long as requests come, and everybody else's answer waits for its end.
   */
  leave(ms: number): void {
    this.#limit.learn(ms);
    this.#leaving++;
    if (!this.#isStanding(this.#clock.now())) return this.#giveBack();
    this.#cancelGiving ??= this.#clock.after(0, () => this.#giveBack());
  }

  #giveBack(): void {
    this.#cancelGiving?.();
    this.#cancelGiving = undefined;
    for (; this.#leaving > 0; this.#leaving--) this.#limit.leave();
    this.#callNext();
  }

  /** Watches the queues, corrects the limit, ends waits that took too long. */
  #look(): void {
    const nowMs = this.#clock.now();
    this.#lookMs += 0.1 * (nowMs - this.#lookedAtMs - this.#lookMs);
    this.#lookedAtMs = nowMs;
    this.#watch.look(nowMs);
    this.#limit.correct(nowMs, this.#isStanding(nowMs));
    this.#callNext();
    this.#refusals.look();
    this.#arrivals.look();
    this.#line.expire(nowMs - this.#longestWaitMs());
    this.#lately.asked *= decay;
    this.#lately.refused *= decay;
  }

  /** A new connection: in an overload it is read when its turn comes, unless that is too far away. */
  arrive(connection: Restful): void {
    if (!this.#isStanding(this.#clock.now())) return;
    const looks = this.#arrivals.take();
    if (looks === 0 || looks * this.#lookMs > overloadLimits.arrivalRestMs) return;
    this.#rest(connection, this.#arrivals);
  }

  /** Lets nobody wait any more: the server stops. */
  release(): void {
    this.#refusals.release();
    this.#arrivals.release();
  }

  /** Stops looking; no request may be held or waiting any more. */
  close(): void {
    this.#stopLooking();
    this.#cancelGiving?.();
    this.#held.close();
  }

  #isStanding(nowMs: number): boolean {
    return this.#watch.isStanding(nowMs);
  }

  #longestWaitMs(): number {
    return this.#isStanding(this.#clock.now()) ? standingWaitMs : burstWaitMs;
  }

  /** Whether what is read now may have waited so long that it would be served late. */
  #isLate(connection: Restful | null): boolean {
    return connection !== null && connection.waitedMs > this.#longestWaitMs();
  }

  /** Without a rest: the next one of this client is as good as anybody's. */
  #refuseLate(done: (error: Error) => void): void {
    this.#refused++;
    done(this.#refusal(1));
  }

  #callNext(): void {
    while (this.#line.length > 0 && this.#limit.enter()) {
      const next = this.#line.next(this.#isStanding(this.#clock.now()));
      if (next) next.settle('turn');
      else this.#limit.leave();
    }
  }

  #settle(outcome: Outcome, connection: Restful | null, done: (error?: Error) => void): void {
    if (outcome === 'turn') return done();
    if (outcome === 'gone') return done(httpErrors.clientLeft());
    this.#refuse(connection, done);
  }

  /**
   * Refuses at once, and reads nothing more from the connection until its turn. One that ends with the
   * answer, or has others behind it, cannot rest: there the refusal itself is held back, as far as memory
   * allows.
   */
  #refuse(connection: Restful | null, done: (error: Error) => void): void {
    this.#refused++;
    this.#lately.refused++;
    // Requests that were sent in one go have one rest.
    const looks = connection?.isResting === true ? 0 : this.#refusals.take();
    if (looks === 0) return done(this.#refusal(1));
    if (connection !== null) {
      this.#rest(connection, this.#refusals);
      // Who heeds it comes back when the connection is read again.
      return done(this.#refusal((looks * this.#lookMs) / 1000));
    }
    if (!this.#held.grow(heldRefusalBytes)) return done(this.#refusal(1));
    this.#refusals.add(() => {
      this.#held.shrink(heldRefusalBytes);
      done(this.#refusal(1));
    });
  }

  /** A function of its own: what waits in line must hold the connection and not the refused request. */
  #rest(connection: Restful, line: PacedLine): void {
    connection.rest(this.#clock.now());
    line.add(() => connection.wake(this.#clock.now()));
  }

  #refusal(leastSeconds: number): Error {
    const { limit, inFlight } = this.#limit;
    const { asked, refused } = this.#lately;
    const share = Math.min(1, refused / Math.max(1, asked));
    const seconds = Math.max(leastSeconds, overloadLimits.retryAfterSeconds * share);
    return httpErrors.overloaded({
      detail: `${inFlight} of ${limit} requests that can be answered in time are being worked on.`,
      // Jitter: those who were refused together do not come back together.
      retryAfterSeconds: seconds * (1 + Math.random()),
    });
  }
}

/** Half of what was counted is forgotten in about three seconds. */
const decay = 0.5 ** (lookMs / 3000);
