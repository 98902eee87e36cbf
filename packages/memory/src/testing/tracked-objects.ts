import { testingLimits } from './testing.limits.ts';

interface Tracked {
  readonly ref: WeakRef<object>;
  /** How many objects this one stands for. */
  readonly weight: number;
}

/**
 * A sample of objects that ought to die, followed without keeping them alive. An object counts once,
 * however often it is given.
 */
export class TrackedObjects {
  readonly #known = new WeakSet<object>();
  #alive: Tracked[] = [];
  #step = 1;
  #given = 0;

  /** Chooses how many of the objects of a round are followed: at most `testingLimits.trackedPerRound`. */
  beginRound(calls: number): void {
    this.#step = Math.max(1, Math.ceil(calls / testingLimits.trackedPerRound.value));
    this.#given = 0;
  }

  /** Primitives are ignored. */
  add(value: unknown): void {
    const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function';
    if (!isObject || this.#given++ % this.#step !== 0 || this.#known.has(value)) return;
    this.#known.add(value);
    this.#alive.push({ ref: new WeakRef(value), weight: this.#step });
  }

  /** Those alive after a collection, scaled up from the sample; keeps them so until this turn ends. */
  countAlive(): number {
    this.#alive = this.#alive.filter(({ ref }) => ref.deref() !== undefined);
    return this.#alive.reduce((sum, { weight }) => sum + weight, 0);
  }
}
