import type { Finding } from '@lexiflow/memory';

/** `detect`: with a detective; `bare`: without; `truth`: without, and with a forced collection every scaled minute. */
export type ChildMode = 'detect' | 'bare' | 'truth';

/** What a child is told on its command line, as JSON. */
export interface ChildOrder {
  readonly file: string;
  readonly mode: ChildMode;
  readonly seconds: number;
  /** How much faster than the machine's the detective's clock runs. */
  readonly factor: number;
}

/** A finding with the scaled times at which it was first seen in each state; null never. */
export interface SeenFinding {
  readonly finding: Finding;
  readonly suspectMs: number | null;
  readonly convictMs: number | null;
}

/** What a child reports when its run is over. */
export interface ChildReport {
  readonly findings: readonly SeenFinding[];
  /** Share of the main thread's time that the detective says it took; 0 without one. */
  readonly costShare: number;
  /** CPU of the whole process from the start of the program to the end of the run. */
  readonly cpuMs: number;
  /** Bytes held after each forced collection, in the order of time. */
  readonly floors: readonly number[];
}
