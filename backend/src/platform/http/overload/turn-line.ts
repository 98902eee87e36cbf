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
  readonly #limit: number;
  /** In order of arrival, from `#first` on. */
  #line: Waiting[] = [];
  #first = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get length(): number {
    return this.#line.length - this.#first;
  }

  /** Adds one at the end; answers false when the line is full. */
  add(waiting: Waiting): boolean {
    if (this.length >= this.#limit) return false;
    this.#line.push(waiting);
    return true;
  }

  /** Takes out whose turn it is; those whose client is gone are settled on the way. */
  next(isOverload: boolean): Waiting | undefined {
    while (this.length > 0) {
      const waiting = (isOverload ? this.#line.pop() : this.#shift()) as Waiting;
      if (!waiting.isGone()) return waiting;
      waiting.settle('gone');
    }
    return undefined;
  }

  /** Settles those who came before `beforeMs`. */
  expire(beforeMs: number): void {
    while (this.length > 0 && (this.#line[this.#first] as Waiting).sinceMs < beforeMs) {
      const waiting = this.#shift();
      waiting.settle(waiting.isGone() ? 'gone' : 'too-long');
    }
  }

  #shift(): Waiting {
    const waiting = this.#line[this.#first++] as Waiting;
    if (this.#first === this.#line.length || this.#first > this.#limit) {
      this.#line = this.#line.slice(this.#first);
      this.#first = 0;
    }
    return waiting;
  }
}
