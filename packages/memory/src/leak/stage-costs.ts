import type { Clock } from '../clock.ts';

/** The parts of the detective whose time is measured. */
export const stages = ['census', 'discovery', 'sites', 'judge'] as const;

export type Stage = (typeof stages)[number];

/** Time that one stage kept this thread. */
export interface StageCost {
  readonly runs: number;
  readonly totalMs: number;
  readonly maxMs: number;
}

/** Measures what the detective itself costs, less than a microsecond for each watched object aside. */
export class StageCosts {
  readonly #clock: Clock;
  readonly #costs = new Map<Stage, { runs: number; totalMs: number; maxMs: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Runs `work` and adds its time to a stage. */
  time<T>(stage: Stage, work: () => T): T {
    const startMs = this.#clock.now();
    try {
      return work();
    } finally {
      this.add(stage, this.#clock.now() - startMs);
    }
  }

  add(stage: Stage, ms: number): void {
    let cost = this.#costs.get(stage);
    if (!cost) this.#costs.set(stage, (cost = { runs: 0, totalMs: 0, maxMs: 0 }));
    cost.runs++;
    cost.totalMs += ms;
    if (ms > cost.maxMs) cost.maxMs = ms;
  }

  /** Milliseconds of all stages together. */
  get totalMs(): number {
    let sum = 0;
    for (const { totalMs } of this.#costs.values()) sum += totalMs;
    return sum;
  }

  snapshot(): Readonly<Record<Stage, StageCost>> {
    const entries = stages.map((stage) => [
      stage,
      { ...(this.#costs.get(stage) ?? { runs: 0, totalMs: 0, maxMs: 0 }) },
    ]);
    return Object.fromEntries(entries) as Record<Stage, StageCost>;
  }
}
