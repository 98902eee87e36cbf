import { nudgeBytes, nudgeCollection } from '../governor/nudge-collection.ts';
import type { MemoryFigures } from './memory-view.ts';

/** Buffers that wait for a collection; with more of them collections do not follow. */
const mostBuffers = 4;

/**
 * Has V8 run an incremental major collection when there is room for it, so that a suspicion can be
 * judged by a true floor. Knows how many of its own buffers are among the external bytes.
 */
export class ConfirmingCollection {
  readonly #nudge: () => WeakRef<object>;
  #buffers: WeakRef<object>[] = [];
  #made = 0;

  constructor(nudge: () => WeakRef<object> = nudgeCollection) {
    this.#nudge = nudge;
  }

  get made(): number {
    return this.#made;
  }

  /** Of the external bytes now, the buffers that only asked for collections and wait for the next. */
  get ownBytes(): number {
    this.#buffers = this.#buffers.filter((buffer) => buffer.deref() !== undefined);
    return this.#buffers.length * nudgeBytes;
  }

  /** Asks for a collection; false where there is no room for the buffer. */
  ask(figures: MemoryFigures): boolean {
    // Not by asking the weak references: that would keep the buffers alive over the collection.
    if (this.#buffers.length > mostBuffers) return false;
    if (figures.limitBytes - figures.workingSetBytes < 2 * nudgeBytes) return false;
    try {
      this.#buffers.push(this.#nudge());
    } catch {
      // No address space for the buffer: the floor has to wait for a natural collection.
      return false;
    }
    this.#made++;
    return true;
  }
}
