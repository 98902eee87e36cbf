import { accountFor } from './account-for.ts';
import type { BoundedAccount, BoundedHolder } from './account-for.ts';
import { boundedErrors } from './bounded.errors.ts';
import { boundedLimits } from './bounded.limits.ts';
import { requireCapacity } from './require-capacity.ts';
import { RingBuffer } from './ring-buffer.ts';
import { WaitList } from './wait-list.ts';

/** How a queue is made. */
export interface BoundedQueueOptions<T> extends BoundedHolder {
  readonly maxEntries: number;
  readonly maxBytes?: number;
  /** Bytes of an item; required with `maxBytes`, `account` or `host`. */
  readonly sizeOf?: (item: T) => number;
}

/** Figures of one queue since it was made. A bound that was not given is null. */
export interface BoundedQueueStats {
  readonly name: string | null;
  readonly entries: number;
  readonly maxEntries: number;
  readonly bytes: number;
  readonly maxBytes: number | null;
  /** Items let in, those given to a taker at once included. */
  readonly offered: number;
  readonly refused: number;
  /** Callers that wait for an item now. */
  readonly takers: number;
}

/**
 * First in, first out, bounded by entries and bytes: a full queue refuses, it never drops and never
 * grows. Its account (pool `stream`) is charged with what waits. Takers wait in order. All operations are O(1).
 */
export class BoundedQueue<T> implements AsyncIterable<T>, Disposable {
  readonly maxEntries: number;
  readonly maxBytes: number;
  readonly #items: RingBuffer<{ readonly item: T; readonly bytes: number }>;
  readonly #takers = new WaitList<T>();
  readonly #sizeOf: (item: T) => number;
  readonly #account: BoundedAccount | undefined;
  readonly #name: string | null;
  #bytes = 0;
  #offered = 0;
  #refused = 0;
  #isClosed = false;

  /** Throws `BOUNDED_OPTION_INVALID`. */
  constructor(options: BoundedQueueOptions<T>) {
    this.maxEntries = requireCapacity('maxEntries', options.maxEntries);
    this.maxBytes =
      options.maxBytes === undefined ? Infinity : requireCapacity('maxBytes', options.maxBytes);
    if (!options.sizeOf && (options.maxBytes !== undefined || options.account || options.host)) {
      throw boundedErrors.invalidOption('maxBytes, account and host need sizeOf.');
    }
    this.#items = new RingBuffer(this.maxEntries);
    this.#sizeOf = options.sizeOf ?? (() => 0);
    this.#name = options.name ?? null;
    this.#account = accountFor(options, 'stream');
  }

  /** Items that wait. */
  get length(): number {
    return this.#items.length;
  }

  /** Bytes of the items that wait. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Offers that were refused. */
  get refused(): number {
    return this.#refused;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Adds an item; false, holding nothing, when the queue is full, closed, or its account refuses. */
  offer(item: T): boolean {
    if (this.#isClosed) return false;
    // Who waits is given the item at once: it never becomes the queue's.
    if (this.#takers.give(item)) {
      this.#offered++;
      return true;
    }
    const bytes = this.#sizeOf(item);
    const fits = this.#items.length < this.maxEntries && this.#bytes + bytes <= this.maxBytes;
    if (!fits || !(bytes >= 0) || (this.#account && !this.#account.grow(bytes))) {
      this.#refused++;
      return false;
    }
    this.#items.push({ item, bytes });
    this.#bytes += bytes;
    this.#offered++;
    return true;
  }

  /** The oldest item, or undefined when there is none now. */
  poll(): T | undefined {
    const held = this.#items.shift();
    if (!held) return undefined;
    this.#bytes -= held.bytes;
    this.#account?.shrink(held.bytes);
    return held.item;
  }

  /** Waits for an item. Rejects with the signal's reason, `BOUNDED_CLOSED` once closed and
   * empty, or `BOUNDED_TAKERS_EXCEEDED`. */
  take(options: { readonly signal?: AbortSignal } = {}): Promise<T> {
    if (options.signal?.aborted) return Promise.reject(options.signal.reason as Error);
    if (this.#items.length > 0) return Promise.resolve(this.poll() as T);
    if (this.#isClosed) return Promise.reject(boundedErrors.closed());
    const limit = boundedLimits.takers.value;
    if (this.#takers.length >= limit) {
      return Promise.reject(boundedErrors.tooManyTakers(`${limit} wait already.`));
    }
    return this.#takers.wait(options.signal);
  }

  /** Figures for metrics and pages. O(1). */
  stats(): BoundedQueueStats {
    return {
      name: this.#name,
      entries: this.length,
      maxEntries: this.maxEntries,
      bytes: this.#bytes,
      maxBytes: this.maxBytes === Infinity ? null : this.maxBytes,
      offered: this.#offered,
      refused: this.#refused,
      takers: this.#takers.length,
    };
  }

  /** Takes no more items; those that wait can still be taken, and takers of none are rejected. */
  end(): void {
    this.#isClosed = true;
    this.#takers.rejectAll(boundedErrors.closed());
  }

  /** Ends the queue, drops what waits, and closes the account. Answers what was dropped. */
  close(): T[] {
    this.end();
    const dropped: T[] = [];
    while (this.#items.length > 0) dropped.push(this.poll() as T);
    this.#account?.close();
    return dropped;
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** Takes items until the queue has ended and is empty. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    while (!this.#isClosed || this.#items.length > 0) {
      const taken = await this.take().catch((error: unknown) => {
        if (this.#isClosed && this.#items.length === 0) return ended;
        throw error;
      });
      if (taken === ended) return;
      yield taken as T;
    }
  }
}

const ended = Symbol('ended');
