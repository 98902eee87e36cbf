import { leakLimits } from './leak.limits.ts';

interface Watched {
  readonly target: WeakRef<object>;
  /** When it ought to be dead. */
  readonly dueMs: number;
  readonly startMs: number;
  /** Objects it stands for. */
  weight: number;
  /** Major collections when it was first seen past its time; −1 before. */
  majorsAtDue: number;
}

/** What became of one kind of watched objects. */
export interface Survivors {
  readonly kind: string;
  /** Objects estimated to be alive past their time after two major collections. */
  readonly count: number;
  readonly oldestMs: number;
  readonly watchedTotal: number;
}

/** Collections that must have left an object alive before it counts: one may have begun too early. */
const leastMajors = 2;

/** Objects followed per round at least, where so many come: a share of a seldom kind would be none. */
const leastPerRound = 16;

/** Objects followed per round because they are few; above, more came than in the round before. */
const fewPerRound = 4 * leastPerRound;

/** Where chance and time come from. */
export interface WatchSources {
  readonly random: () => number;
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

/**
 * Follows a share of the objects of one kind by weak references. Each object of a round has the same chance,
 * whenever in the round it comes: what comes first may be what stays longest.
 */
export class WatchedKind {
  readonly kind: string;
  readonly #random: () => number;
  readonly #now: () => number;
  readonly #capacity: number;
  #entries: Watched[] = [];
  /** Divides the chance of an object: doubled when the table was full, halved as it empties. */
  #stride = 1;
  /** The chance at which as many as there were in the last round make up the least of a round. */
  #fewShare = 1;
  #thisRound = 0;
  #takenThisRound = 0;
  /** Of the rounds before. */
  #total = 0;
  /** The share that is asked for, and the chance of an object now. */
  #share = NaN;
  #chance = 0;
  /** Objects until the next one that is followed, that one included. */
  #gap = 0;

  constructor(
    kind: string,
    { random, now }: WatchSources,
    capacity = leakLimits.watchedPerKind.value,
  ) {
    this.kind = kind;
    this.#random = random;
    this.#now = now;
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#entries.length;
  }

  /** O(1); holds nothing. */
  add(object: object, deadlineMs: number, share: number, isCrowded = false): void {
    this.#thisRound++;
    if (share !== this.#share) {
      this.#share = share;
      this.#draw();
    }
    if (--this.#gap > 0) return;
    this.#follow(object, deadlineMs, isCrowded);
    this.#draw();
  }

  #follow(object: object, deadlineMs: number, isCrowded: boolean): void {
    const weight = 1 / this.#chance;
    this.#takenThisRound++;
    if (isCrowded || this.#entries.length >= this.#capacity) this.#halve();
    const startMs = this.#now();
    const dueMs = startMs + deadlineMs;
    this.#entries.push({ target: new WeakRef(object), startMs, dueMs, weight, majorsAtDue: -1 });
  }

  /**
   * Draws how many objects pass until the next one is followed, so that most cost one count. The number is
   * geometric and has no memory: drawn anew whenever the chance changes, each object has the chance of its moment.
   */
  #draw(): void {
    const fewShare = this.#takenThisRound < fewPerRound ? this.#fewShare : 0;
    this.#chance = Math.min(1, Math.max(this.#share, fewShare) / this.#stride);
    // 1 − random is above 0; of the logarithms' quotient a chance of 1 makes 0, and one of 0 must make no number.
    const passing = Math.log(1 - this.#random()) / Math.log(1 - this.#chance);
    this.#gap = this.#chance > 0 ? 1 + Math.floor(passing) : Infinity;
  }

  /** Drops what has died and counts what has outlived its time. O(entries). */
  judge(nowMs: number, majors: number): Survivors {
    this.#fewShare = Math.min(1, leastPerRound / Math.max(1, this.#thisRound));
    this.#total += this.#thisRound;
    this.#thisRound = 0;
    this.#takenThisRound = 0;
    let count = 0;
    let oldestMs = 0;
    this.#entries = this.#entries.filter((entry) => {
      if (nowMs < entry.dueMs) return true;
      if (entry.target.deref() === undefined) return false;
      if (entry.majorsAtDue < 0) entry.majorsAtDue = majors;
      if (majors - entry.majorsAtDue < leastMajors) return true;
      count += entry.weight;
      oldestMs = Math.max(oldestMs, nowMs - entry.startMs);
      return true;
    });
    if (this.#entries.length < this.#capacity / 4) this.#stride = Math.max(1, this.#stride / 2);
    this.#draw();
    return { kind: this.kind, count: Math.round(count), oldestMs, watchedTotal: this.#total };
  }

  /** A fixed half would keep the first entry for ever and its weight without end. */
  #halve(): void {
    const kept = this.#random() < 0.5 ? 0 : 1;
    this.#stride *= 2;
    this.#entries = this.#entries.filter((entry, index) => {
      entry.weight *= 2;
      return index % 2 === kept;
    });
  }
}

/** Objects that ought to die: requests, sockets, jobs. At most `leakLimits.watchedKinds` kinds. */
export class ObjectWatch {
  readonly #kinds = new Map<string, WatchedKind>();
  readonly #sources: WatchSources;

  constructor(sources: WatchSources) {
    this.#sources = sources;
  }

  /** Entries in all tables. */
  get size(): number {
    let size = 0;
    for (const kind of this.#kinds.values()) size += kind.size;
    return size;
  }

  /** O(1) but for one halving in many calls. Kinds beyond the bound are not followed. */
  add(kind: string, object: object, deadlineMs: number, share: number): void {
    const watched = this.#kinds.get(kind) ?? this.#kindNamed(kind);
    if (watched === undefined) return;
    // Each kind may fill an equal share of the whole.
    const isCrowded = watched.size * this.#kinds.size >= leakLimits.watchedObjects.value;
    watched.add(object, deadlineMs, share, isCrowded);
  }

  /** Where it is not known by its whole name. */
  #kindNamed(kind: string): WatchedKind | undefined {
    const name = kind.slice(0, leakLimits.pathCharacters.value);
    const known = this.#kinds.get(name);
    if (known !== undefined || this.#kinds.size >= leakLimits.watchedKinds.value) return known;
    const watched = new WatchedKind(name, this.#sources);
    this.#kinds.set(name, watched);
    return watched;
  }

  judge(nowMs: number, majors: number): Survivors[] {
    return [...this.#kinds.values()].map((kind) => kind.judge(nowMs, majors));
  }

  clear(): void {
    this.#kinds.clear();
  }
}
