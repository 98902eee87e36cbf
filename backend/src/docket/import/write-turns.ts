interface Waiter {
  readonly line: number;
  readonly begin: () => void;
}

/** One turn in this many goes to whoever has waited longest, so that no line stands still. */
const fairTurn = 4;

/**
 * Lets one piece of work run at a time. The line that was opened first goes first: of many imports at
 * once the early ones end soon, instead of all together at the end. Waiting holds no database
 * connection.
 */
export class WriteTurns {
  readonly #waiting: Waiter[] = [];
  #isTaken = false;
  #lines = 0;
  #turns = 0;

  /** Opens a line of work: the function runs its pieces, each when its turn has come. */
  openLine(): <T>(work: () => Promise<T>) => Promise<T> {
    const line = this.#lines++;
    return async (work) => {
      if (this.#isTaken) {
        await new Promise<void>((begin) => void this.#waiting.push({ line, begin }));
      }
      this.#isTaken = true;
      try {
        return await work();
      } finally {
        this.#pass();
      }
    };
  }

  /** Hands the turn on; it stays taken for the one it is handed to. O(waiting). */
  #pass(): void {
    const isFair = ++this.#turns % fairTurn === 0;
    const lines = this.#waiting.map(({ line }) => line);
    const at = isFair ? 0 : lines.indexOf(Math.min(...lines));
    const [next] = this.#waiting.splice(at, 1);
    if (next === undefined) this.#isTaken = false;
    else next.begin();
  }
}
