/**
 * Gives out so many turns between two looks to those who come, and as many to those who wait; what comes
 * above that waits in line. Bound to the looks and not to the clock: a loop that is late must not find a
 * crowd whose time has come, or its next turn is longer still. Not charged: whoever adds something
 * charges what it holds.
 */
export class PacedLine {
  readonly #perLook: number;
  #turns: number;
  /** In the order of arrival, from `#first` on; no ring, since only the connections bound it. */
  #line: (() => void)[] = [];
  #first = 0;
  #isReleased = false;

  constructor(perLook: number) {
    this.#perLook = perLook;
    this.#turns = perLook;
  }

  get length(): number {
    return this.#line.length - this.#first;
  }

  /**
   * Takes a turn and answers after how many looks it comes; 0 when it is now. Newcomers have as many
   * turns as the line, so that not everybody waits behind a crowd.
   */
  take(): number {
    if (this.#isReleased) return 0;
    if (this.#turns > 0) {
      this.#turns--;
      return 0;
    }
    return Math.floor(this.length / this.#perLook) + 1;
  }

  /** Calls `run` when its turn comes, after `take` has answered that it is not now. */
  add(run: () => void): void {
    this.#line.push(run);
  }

  /** Looks once: calls those whose turn it is. */
  look(): void {
    this.#turns = this.#perLook;
    this.#call(this.#perLook);
  }

  /** Calls all that wait; from now on nothing waits. */
  release(): void {
    this.#isReleased = true;
    this.#call(Number.POSITIVE_INFINITY);
  }

  #call(most: number): void {
    const line = this.#line;
    for (let count = 0; count < most && this.#first < line.length; count++) {
      (line[this.#first++] as () => void)();
    }
    if (this.#first < line.length / 2) return;
    this.#line = line.slice(this.#first);
    this.#first = 0;
  }
}
