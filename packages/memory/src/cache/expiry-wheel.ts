import type { CacheEntry } from './cache-entry.ts';
import { cacheLimits } from './cache.limits.ts';

/**
 * Finds entries whose time has passed without looking at the others: a ring of slots, one tick
 * each. Entries beyond the ring's horizon wait in the farthest slot and are placed again when it
 * comes round. Adding and removing are O(1) and allocate nothing; the wheel has no timer.
 *
 * Source: Varghese and Lauck, "Hashed and hierarchical timing wheels", SOSP 1987.
 */
export class ExpiryWheel {
  readonly #slots: (CacheEntry | null)[];
  readonly #tickMs: number;
  readonly #graceMs: number;
  /** First tick whose slot has not been emptied yet. */
  #tick: number;

  /** `graceMs` is added to each entry's `freshUntilMs`: until then it may still be served stale. */
  constructor(nowMs: number, tickMs: number, graceMs: number) {
    this.#slots = new Array<CacheEntry | null>(cacheLimits.wheelSlots.value).fill(null);
    this.#tickMs = tickMs;
    this.#graceMs = graceMs;
    this.#tick = Math.floor(nowMs / tickMs);
  }

  add(entry: CacheEntry): void {
    const dueTick = Math.floor((entry.freshUntilMs + this.#graceMs) / this.#tickMs);
    const farthest = this.#tick + this.#slots.length - 1;
    this.#link(entry, Math.min(Math.max(dueTick, this.#tick), farthest) % this.#slots.length);
  }

  remove(entry: CacheEntry): void {
    const slot = entry.wheelSlot;
    if (slot === -1) return;
    if (entry.wheelPrevious) entry.wheelPrevious.wheelNext = entry.wheelNext;
    else this.#slots[slot] = entry.wheelNext;
    if (entry.wheelNext) entry.wheelNext.wheelPrevious = entry.wheelPrevious;
    entry.wheelPrevious = null;
    entry.wheelNext = null;
    entry.wheelSlot = -1;
  }

  /**
   * Unlinks and answers one entry that is past its time, or null when a bounded search (at most
   * `maxSteps` entries, each slot once a turn) finds none. Never early; late by at most one tick.
   */
  takeExpired(nowMs: number, maxSteps: number): CacheEntry | null {
    const nowTick = Math.floor(nowMs / this.#tickMs);
    // After a pause longer than the ring every slot is due once.
    this.#tick = Math.max(this.#tick, nowTick - this.#slots.length);
    for (let steps = 0; this.#tick < nowTick; this.#tick++) {
      let entry = this.#slots[this.#tick % this.#slots.length] ?? null;
      for (; entry; entry = this.#slots[this.#tick % this.#slots.length] ?? null) {
        this.remove(entry);
        if (entry.freshUntilMs + this.#graceMs <= nowMs) return entry;
        this.#linkLater(entry);
        if (++steps >= maxSteps) return null;
      }
    }
    return null;
  }

  #linkLater(entry: CacheEntry): void {
    const dueTick = Math.floor((entry.freshUntilMs + this.#graceMs) / this.#tickMs);
    const tick = Math.min(dueTick, this.#tick + this.#slots.length - 1);
    this.#link(entry, Math.max(tick, this.#tick + 1) % this.#slots.length);
  }

  #link(entry: CacheEntry, slot: number): void {
    const head = this.#slots[slot] ?? null;
    entry.wheelSlot = slot;
    entry.wheelPrevious = null;
    entry.wheelNext = head;
    if (head) head.wheelPrevious = entry;
    this.#slots[slot] = entry;
  }
}
