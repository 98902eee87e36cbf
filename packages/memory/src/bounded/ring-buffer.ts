import { requireCapacity } from './require-capacity.ts';

/**
 * The last `capacity` items in order. Adding to a full ring drops the oldest. All operations are
 * O(1) but for the copies; the table is allocated once.
 */
export class RingBuffer<T> implements Iterable<T> {
  readonly capacity: number;
  readonly #slots: (T | undefined)[];
  #first = 0;
  #length = 0;

  /** Throws `BOUNDED_OPTION_INVALID` unless `capacity` is a whole number ≥ 1. */
  constructor(capacity: number) {
    this.capacity = requireCapacity('capacity', capacity);
    this.#slots = new Array<T | undefined>(capacity).fill(undefined);
  }

  get length(): number {
    return this.#length;
  }

  get isFull(): boolean {
    return this.#length === this.capacity;
  }

  /** Adds an item and answers the one it pushed out, if any. */
  push(item: T): T | undefined {
    if (!this.isFull) {
      this.#slots[this.#slot(this.#length++)] = item;
      return undefined;
    }
    const dropped = this.#slots[this.#first];
    this.#slots[this.#first] = item;
    this.#first = this.#slot(1);
    return dropped;
  }

  /** Takes the oldest item. */
  shift(): T | undefined {
    if (this.#length === 0) return undefined;
    const item = this.#slots[this.#first];
    // A slot that is free must not keep its item alive.
    this.#slots[this.#first] = undefined;
    this.#first = this.#slot(1);
    this.#length--;
    return item;
  }

  /** Takes the newest item. */
  pop(): T | undefined {
    if (this.#length === 0) return undefined;
    const slot = this.#slot(--this.#length);
    const item = this.#slots[slot];
    this.#slots[slot] = undefined;
    return item;
  }

  /** The item at a place: 0 is the oldest, −1 the newest. */
  at(index: number): T | undefined {
    const place = index < 0 ? this.#length + index : index;
    return place >= 0 && place < this.#length ? this.#slots[this.#slot(place)] : undefined;
  }

  clear(): void {
    this.#slots.fill(undefined);
    this.#first = 0;
    this.#length = 0;
  }

  /** A copy, oldest first. */
  toArray(): T[] {
    return [...this];
  }

  *[Symbol.iterator](): Generator<T, void, undefined> {
    for (let i = 0; i < this.#length; i++) yield this.#slots[this.#slot(i)] as T;
  }

  #slot(place: number): number {
    return (this.#first + place) % this.capacity;
  }
}
