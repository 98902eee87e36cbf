import { channels } from '../events.ts';

/** Why an entry left the cache, or was not let in (`refused`). */
export const disposalReasons = [
  'evicted',
  'expired',
  'replaced',
  'deleted',
  'shrunk',
  'cleared',
  'refused',
] as const;

/** One of {@link disposalReasons}. */
export type DisposalReason = (typeof disposalReasons)[number];

/**
 * Counts departures and hands them to the owner's callback once the cache is consistent again, so
 * the callback may use the cache. An error of a callback is thrown after the others have run.
 */
export class Disposals<K, V> {
  readonly counts = Object.fromEntries(disposalReasons.map((reason) => [reason, 0])) as Record<
    DisposalReason,
    number
  >;
  readonly #callback: ((value: V, key: K, reason: DisposalReason) => void) | undefined;
  readonly #isHeld: (key: K, value: V) => boolean;
  #pending: { readonly value: V; readonly key: K; readonly reason: DisposalReason }[] = [];

  constructor(
    callback: ((value: V, key: K, reason: DisposalReason) => void) | undefined,
    isHeld: (key: K, value: V) => boolean,
  ) {
    this.#callback = callback;
    this.#isHeld = isHeld;
  }

  /** Whether somebody wants to see each departure. */
  get isWatched(): boolean {
    return this.#callback !== undefined;
  }

  /** Notes one departure. */
  add(value: V, key: K, reason: DisposalReason): void {
    this.counts[reason]++;
    if (this.#callback) this.#pending.push({ value, key, reason });
  }

  /**
   * The same for whoever has no part in it, like those who wait for a load of the cache of this name: an error
   * of a callback is published.
   */
  flushFor(name: string): void {
    try {
      this.flush();
    } catch (error) {
      channels.callbackFailed.publish({ name, what: 'onDispose', error });
    }
  }

  /** Calls back for everything noted since the last flush. */
  flush(): void {
    if (this.#pending.length === 0) return;
    const pending = this.#pending;
    this.#pending = [];
    const errors: unknown[] = [];
    const told = new Map<K, V>();
    for (const { value, key, reason } of pending) {
      // What came again in the same step has not left, and what was refused then leaves once.
      if (this.#isHeld(key, value) || (told.has(key) && told.get(key) === value)) continue;
      told.set(key, value);
      try {
        this.#callback?.(value, key, reason);
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length === 1) throw errors[0];
    if (errors.length > 1) throw new AggregateError(errors, 'Several onDispose callbacks failed.');
  }
}
