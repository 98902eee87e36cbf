import { systemClock } from '@lexiflow/memory';
import type { Account, CancelTimer, Clock, MemoryHost } from '@lexiflow/memory';
import { httpErrors } from '../http.errors.ts';
import { ConcurrencyLimit } from './concurrency-limit.ts';
import { overloadLimits } from './overload.limits.ts';
import { QueueWatch } from './queue-watch.ts';
import type { CountWaiters } from './queue-watch.ts';
import { RefusalPace } from './refusal-pace.ts';
import { TurnLine } from './turn-line.ts';
import type { Outcome } from './turn-line.ts';

/** What the gate knows of a request. */
export interface Visitor {
  /** Whether its client is gone. */
  readonly isGone: () => boolean;
}

const { lookMs, standingMs, burstWaitMs, standingWaitMs, waiters, bulkInOverload } = overloadLimits;

/**
 * Keeps the time of those who are served short when more is asked for than can be done: memory is the
 * governor's, this is about processor and connections. A burst waits its turn; in an overload the wait
 * is cut and what does not fit is refused early, so that the rest is answered in time.
 */
export class OverloadGate {
  readonly #limit: ConcurrencyLimit;
  readonly #watch: QueueWatch;
  readonly #held: Account;
  readonly #pace: RefusalPace;
  readonly #line = new TurnLine(waiters);
  readonly #clock: Clock;
  readonly #stopLooking: CancelTimer;
  #refused = 0;
  #bulkInFlight = 0;
  /** Decaying counts of the last seconds, for Retry-After. */
  #lately = { asked: 0, refused: 0 };

  constructor(host: MemoryHost, queued: CountWaiters, clock: Clock = systemClock) {
    this.#clock = clock;
    const nowMs = clock.now();
    this.#limit = new ConcurrencyLimit(nowMs);
    this.#watch = new QueueWatch(nowMs, queued);
    const { heldRefusalsBytes: limitBytes } = overloadLimits;
    this.#held = host.openAccount('request', 'held-refusals', { limitBytes });
    this.#pace = new RefusalPace(this.#held, clock);
    this.#stopLooking = clock.every(lookMs, () => this.#look());
  }

  /** Places, places taken, waiting, held refusals; and refused since the start. */
  get figures(): Readonly<Record<'limit' | 'inFlight' | 'waiting' | 'held' | 'refused', number>> {
    const { limit, inFlight } = this.#limit;
    return {
      limit,
      inFlight,
      waiting: this.#line.length,
      held: this.#pace.held,
      refused: this.#refused,
    };
  }

  /** Calls `done` without an error when the visitor may go on; it must `leave` then, once. */
  enter(visitor: Visitor, done: (error?: Error) => void): void {
    this.#lately.asked++;
    if (this.#line.length === 0 && this.#limit.enter()) return done();
    const waiting = {
      sinceMs: this.#clock.now(),
      isGone: visitor.isGone,
      settle: (outcome: Outcome) => this.#settle(outcome, done),
    };
    if (!this.#line.add(waiting)) this.#refuse(done);
  }

  /**
   * The same for imports and exports, which `leaveBulk` then, once: as many as memory allows, but in an
   * overload only a few, because each takes the time of many requests.
   */
  enterBulk(done: (error?: Error) => void): void {
    const isOverload = this.#isStanding(this.#clock.now());
    this.#lately.asked++;
    if (isOverload && this.#bulkInFlight >= bulkInOverload) return this.#refuse(done);
    this.#bulkInFlight++;
    done();
  }

  /** Ends one that `enterBulk` let in. */
  leaveBulk(): void {
    this.#bulkInFlight--;
  }

  /** Gives the place back after `ms` of work, to the next who waits. */
  leave(ms: number): void {
    this.#limit.leave(ms);
    this.#callNext();
  }

  /** Watches the queues, corrects the limit, ends waits that took too long. */
  #look(): void {
    const nowMs = this.#clock.now();
    this.#watch.look(nowMs);
    this.#limit.correct(nowMs, this.#isStanding(nowMs));
    this.#callNext();
    this.#line.expire(nowMs - (this.#isStanding(nowMs) ? standingWaitMs : burstWaitMs));
    this.#lately.asked *= decay;
    this.#lately.refused *= decay;
  }

  /** Holds no refusal back any more: the server stops. */
  release(): void {
    this.#pace.release();
  }

  /** Stops looking; no request may be held or waiting any more. */
  close(): void {
    this.#stopLooking();
    this.#held.close();
  }

  #isStanding(nowMs: number): boolean {
    return this.#watch.standingMs(nowMs) > standingMs;
  }

  #callNext(): void {
    while (this.#line.length > 0 && this.#limit.enter()) {
      const next = this.#line.next(this.#isStanding(this.#clock.now()));
      if (next) next.settle('turn');
      else this.#limit.cancel();
    }
  }

  #settle(outcome: Outcome, done: (error?: Error) => void): void {
    if (outcome === 'turn') return done();
    if (outcome === 'gone') return done(httpErrors.clientLeft());
    this.#refuse(done);
  }

  #refuse(done: (error: Error) => void): void {
    this.#refused++;
    this.#lately.refused++;
    const { limit, inFlight } = this.#limit;
    const { asked, refused } = this.#lately;
    const share = Math.min(1, refused / Math.max(1, asked));
    const seconds = Math.max(1, overloadLimits.retryAfterSeconds * share);
    this.#pace.hold(() =>
      done(
        httpErrors.overloaded({
          detail: `${inFlight} of ${limit} requests that can be answered in time are being worked on.`,
          // Jitter: those who were refused together do not come back together.
          retryAfterSeconds: seconds * (1 + Math.random()),
        }),
      ),
    );
  }
}

/** Half of what was counted is forgotten in about three seconds. */
const decay = 0.5 ** (lookMs / 3000);
