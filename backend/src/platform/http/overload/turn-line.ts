import { RingBuffer } from '@lexiflow/memory';

/** One request that waits for its turn. */
export interface Waiting {
  readonly sinceMs: number;
  /** Whether its client is gone. */
  readonly isGone: () => boolean;
  readonly settle: (outcome: Outcome) => void;
}

/** How a wait ends. */
export type Outcome = 'turn' | 'too-long' | 'gone';

/**
 * Requests that wait for their turn, at most `limit`. In a burst the first that came is the next; in
 * an overload the last, because the first will be too late in any case (adaptive LIFO).
 */
export class TurnLine {
  readonly #line: RingBuffer<Waiting>;

  constructor(limit: number) {
    this.#line = new RingBuffer(limit);
  }

  get length(): number {
    return this.#line.length;
  }

  /** Adds one at the end; answers false when the line is full. */
  add(waiting: Waiting): boolean {
    if (this.#line.isFull) return false;
    this.#line.push(waiting);
    return true;
  }

  /** Takes out whose turn it is; those whose client is gone are settled on the way. */
  next(isOverload: boolean): Waiting | undefined {
    for (;;) {
      const waiting = isOverload ? this.#line.pop() : this.#line.shift();
      if (!waiting?.isGone()) return waiting;
      waiting.settle('gone');
    }
  }

  /** Settles those who came before `beforeMs`. */
  expire(beforeMs: number): void {
    while ((this.#line.at(0)?.sinceMs ?? Infinity) < beforeMs) {
      const waiting = this.#line.shift();
      waiting?.settle(waiting.isGone() ? 'gone' : 'too-long');
    }
  }
}
