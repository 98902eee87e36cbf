import { nudgeBytes, nudgeCollection } from '../governor/nudge-collection.ts';
import type { MemoryFigures } from './memory-view.ts';

/**
 * Has V8 run an incremental major collection when there is room for it, so that a suspicion can be
 * judged by a true floor. Knows whether its own buffer is among the external bytes.
 */
export class ConfirmingCollection {
  readonly #nudge: () => WeakRef<object>;
  #buffer: WeakRef<object> | undefined;
  #lastMs = -Infinity;
  #made = 0;

  constructor(nudge: () => WeakRef<object> = nudgeCollection) {
    this.#nudge = nudge;
  }

  get made(): number {
    return this.#made;
  }

  /** Of the external bytes now, the buffer that only asked for the collection. */
  get ownBytes(): number {
    return this.#buffer?.deref() === undefined ? 0 : nudgeBytes;
  }

  /** Asks for a collection unless the last one is too near or the room is too small. */
  ask(nowMs: number, gapMs: number, figures: MemoryFigures): boolean {
    const room = figures.limitBytes - figures.workingSetBytes;
    if (nowMs - this.#lastMs < gapMs || room < 2 * nudgeBytes) return false;
    this.#lastMs = nowMs;
    try {
      this.#buffer = this.#nudge();
    } catch {
      // No address space for the buffer: the floor has to wait for a natural collection.
      return false;
    }
    this.#made++;
    return true;
  }
}
