/** What a request took in two turns that followed each other, in µs. */
export interface TurnPair {
  readonly bareUs: number;
  readonly ownUs: number;
}

/** How long a turn is. */
export interface Turn {
  /** Requests that are counted. */
  readonly requests: number;
  /** Requests before, until the caches are those of the new route. */
  readonly leadIn: number;
  /** How much longer than others it is asked for. */
  readonly times: number;
}

const shortTurn: Turn = { requests: 200, leadIn: 20, times: 1 };
/** With a detective, whose start must not count: half a second, of which there are fewer. */
const longTurn: Turn = { requests: 25_000, leadIn: 2000, times: 4 };

/** Until V8 has compiled what a request runs. */
export const warmUpSeconds = 10;

/** The turns of a variant with a leak detective or without. */
export function turnOf(isWatched: boolean): Turn {
  return isWatched ? longTurn : shortTurn;
}

/** Has a server change between with and without the library, and keeps what a request took in each turn. */
export class Turns {
  readonly #turn: Turn;
  readonly #serve: (withLibrary: boolean) => Promise<void>;
  #pairs: TurnPair[] = [];
  #isOwn = false;
  #startMs = NaN;
  /** Requests left of this turn; those of its lead-in are above its length, and between two it never ends. */
  #left = Infinity;
  /** The first turn of a pair, when that has ended. */
  #first: number | undefined;

  /** `serve` changes what the next requests are served with; at first that is nothing. */
  constructor(turn: Turn, serve: (withLibrary: boolean) => Promise<void>) {
    this.#turn = turn;
    this.#serve = serve;
  }

  /** Those that have ended since `restart`. */
  get pairs(): readonly TurnPair[] {
    return this.#pairs;
  }

  /** Forgets what was measured before. */
  restart(): void {
    this.#first = undefined;
    this.#pairs = [];
    void this.#begin(this.#isOwn);
  }

  /** To be called at the beginning of each request. */
  request(): void {
    if (--this.#left === this.#turn.requests) this.#startMs = performance.now();
    else if (this.#left === 0) this.#end();
  }

  #end(): void {
    const us = ((performance.now() - this.#startMs) * 1000) / this.#turn.requests;
    const isOwn = this.#isOwn;
    this.#left = Infinity;
    if (this.#first === undefined) {
      this.#first = us;
      void this.#begin(!isOwn);
      return;
    }
    const first = this.#first;
    this.#pairs.push(isOwn ? { bareUs: first, ownUs: us } : { bareUs: us, ownUs: first });
    this.#first = undefined;
    // Now one first and now the other, by chance.
    void this.#begin(Math.random() < 0.5);
  }

  async #begin(withLibrary: boolean): Promise<void> {
    if (withLibrary !== this.#isOwn) await this.#serve(withLibrary);
    this.#isOwn = withLibrary;
    this.#left = this.#turn.requests + this.#turn.leadIn;
  }
}
