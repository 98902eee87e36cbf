import type { PlanLine } from '../budget/memory-plan.ts';
import { memoryErrors } from '../errors.ts';
import { channels } from '../events.ts';

/** Memory outside the pools that has a name, at the last sample. */
export interface StandingSnapshot {
  readonly name: string;
  readonly bytes: number;
  /** What the plan sets aside for it: its line of that name, else 0. */
  readonly plannedBytes: number;
}

interface Entry extends StandingSnapshot {
  readonly measure: () => number;
  bytes: number;
}

/** What the process holds outside the pools under names of its own: an embedded engine, a model. */
export class StandingMemory {
  readonly #entries = new Map<string, Entry>();
  readonly #lines: readonly Pick<PlanLine, 'label' | 'bytes'>[];

  constructor(lines: readonly Pick<PlanLine, 'label' | 'bytes'>[] = []) {
    this.#lines = lines;
  }

  /** Throws `MEM_STANDING_DUPLICATE` for a name in use; answers the function that ends it. */
  register(name: string, measure: () => number): () => void {
    if (this.#entries.has(name)) throw memoryErrors.duplicateStanding(name);
    const plannedBytes = this.#lines.find(({ label }) => label === name)?.bytes ?? 0;
    const entry: Entry = { name, plannedBytes, measure, bytes: 0 };
    this.#entries.set(name, entry);
    return () => {
      if (this.#entries.get(name) === entry) this.#entries.delete(name);
    };
  }

  /** Asks every holder for its bytes; one that throws keeps its last figure. O(holders). */
  sample(): void {
    for (const entry of this.#entries.values()) {
      try {
        const bytes = entry.measure();
        if (bytes >= 0) entry.bytes = bytes;
      } catch (error) {
        channels.callbackFailed.publish({ name: entry.name, what: 'standing', error });
      }
    }
  }

  /** Bytes of all holders at the last sample. */
  get bytes(): number {
    let sum = 0;
    for (const { bytes } of this.#entries.values()) sum += bytes;
    return sum;
  }

  /** What pools cannot have because of them: each holder's planned line, or its bytes beyond it. */
  get setAsideBytes(): number {
    let sum = 0;
    for (const { bytes, plannedBytes } of this.#entries.values())
      sum += Math.max(bytes, plannedBytes);
    return sum;
  }

  list(): StandingSnapshot[] {
    return Array.from(this.#entries.values(), ({ name, bytes, plannedBytes }) => ({
      name,
      bytes,
      plannedBytes,
    }));
  }
}
