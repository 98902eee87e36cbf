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
  #total = 0;

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
    this.#total++;
    this.#thisRound++;
    const fewShare = this.#takenThisRound < fewPerRound ? this.#fewShare : 0;
    const chance = Math.max(share, fewShare) / this.#stride;
    if (this.#random() >= chance) return;
    this.#takenThisRound++;
    if (isCrowded || this.#entries.length >= this.#capacity) this.#halve();
    // Asked for here: reading the clock costs more than all that comes before.
    const startMs = this.#now();
    this.#entries.push({
      target: new WeakRef(object),
      startMs,
      dueMs: startMs + deadlineMs,
      weight: 1 / chance,
      majorsAtDue: -1,
    });
  }

  /** Drops what has died and counts what has outlived its time. O(entries). */
  judge(nowMs: number, majors: number): Survivors {
    this.#fewShare = Math.min(1, leastPerRound / Math.max(1, this.#thisRound));
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
    const name = kind.slice(0, leakLimits.pathCharacters.value);
    let watched = this.#kinds.get(name);
    if (!watched) {
      if (this.#kinds.size >= leakLimits.watchedKinds.value) return;
      this.#kinds.set(name, (watched = new WatchedKind(name, this.#sources)));
    }
    // Each kind may fill an equal share of the whole.
    const isCrowded = watched.size * this.#kinds.size >= leakLimits.watchedObjects.value;
    watched.add(object, deadlineMs, share, isCrowded);
  }

  judge(nowMs: number, majors: number): Survivors[] {
    return [...this.#kinds.values()].map((kind) => kind.judge(nowMs, majors));
  }

  clear(): void {
    this.#kinds.clear();
  }
}
