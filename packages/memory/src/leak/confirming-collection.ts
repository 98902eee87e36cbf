import { nudgeBytes, nudgeCollection } from '../governor/nudge-collection.ts';
import type { MemoryFigures } from './memory-view.ts';

/**
 * Has V8 run an incremental major collection when there is room for it, so that a suspicion can be
 * judged by a true floor.
 */
export class ConfirmingCollection {
  readonly #nudge: () => void;
  #made = 0;

  constructor(nudge: () => void = nudgeCollection) {
    this.#nudge = nudge;
  }

  get made(): number {
    return this.#made;
  }

  /** Asks for a collection; false where there is no room for the buffer. */
  ask(figures: MemoryFigures): boolean {
    if (figures.limitBytes - figures.workingSetBytes < 2 * nudgeBytes) return false;
    try {
      this.#nudge();
    } catch {
      // No address space for the buffer: the floor has to wait for a natural collection.
      return false;
    }
    this.#made++;
    return true;
  }
}
