import type { MachineFigures } from './machine.ts';

/**
 * Adds up what is allocated in the young generation, from figures that a sample has anyway: each minor
 * collection stands for one filled space. It counts too much, by what a space was not yet filled with
 * when it was emptied and by survivors (4 to 35 % in a loop of small arrays); objects that begin in
 * another space and memory outside the heap are left out.
 */
export class AllocationMeter {
  #totalBytes = 0;
  #usedBytes = NaN;
  #collections = 0;

  /** Takes one sample; answers the bytes since the first one. It never goes down. */
  add({ youngUsedBytes, youngCapacityBytes }: MachineFigures, minorCollections: number): number {
    const filledBytes = (minorCollections - this.#collections) * youngCapacityBytes;
    const grownBytes = youngUsedBytes - this.#usedBytes;
    // NaN on the first sample: what was allocated before it is not known.
    if (!Number.isNaN(grownBytes)) this.#totalBytes += Math.max(0, filledBytes + grownBytes);
    this.#usedBytes = youngUsedBytes;
    this.#collections = minorCollections;
    return this.#totalBytes;
  }
}
