/** The four reasons to roll back, as the memory monitor names them too. */
export type TriggerName = 'memory' | 'performance' | 'health' | 'restarts';

export interface Trigger {
  readonly name: TriggerName;
  readonly detail: string;
}

export interface Thresholds {
  /** Working set by limit above which memory counts as short. */
  readonly memoryRatio: number;
  /** Time it may stay above. */
  readonly memoryForMs: number;
  /** Share by which answers may be slower than before: 0.2 is 20 %. */
  readonly performanceDrop: number;
  /** A difference below this is noise, whatever its share. */
  readonly performanceFloorMs: number;
  /** Answers that are compared with those of the old colour. */
  readonly performanceSamples: number;
  /** Failed health checks in a row that are tolerated. */
  readonly healthFailures: number;
  /** Restarts during the watch from which it is a loop. */
  readonly restarts: number;
}

/** One look at the candidate; null where nothing was measured. */
export interface Sample {
  readonly atMs: number;
  readonly isHealthy: boolean;
  readonly responseMs: number | null;
  readonly memoryRatio: number | null;
  readonly restarts: number | null;
}

/** Holds samples against the thresholds. Takes the time from the samples; keeps a bounded number. */
export class TriggerBook {
  readonly #thresholds: Thresholds;
  readonly #baselineMs: number | null;
  #shortSinceMs: number | null = null;
  #memoryRatio = 0;
  #failuresInRow = 0;
  #responsesMs: number[] = [];
  #firstRestarts: number | null = null;
  #restarts = 0;
  #atMs = 0;

  /** `baselineMs`: the median answer of the old colour before the switch; null compares nothing. */
  constructor(thresholds: Thresholds, baselineMs: number | null) {
    this.#thresholds = thresholds;
    this.#baselineMs = baselineMs;
  }

  add({ atMs, isHealthy, responseMs, memoryRatio, restarts }: Sample): void {
    this.#atMs = atMs;
    this.#failuresInRow = isHealthy ? 0 : this.#failuresInRow + 1;
    if (isHealthy && responseMs !== null) {
      this.#responsesMs.push(responseMs);
      if (this.#responsesMs.length > this.#thresholds.performanceSamples) this.#responsesMs.shift();
    }
    if (memoryRatio !== null) {
      this.#memoryRatio = memoryRatio;
      const isShort = memoryRatio > this.#thresholds.memoryRatio;
      this.#shortSinceMs = isShort ? (this.#shortSinceMs ?? atMs) : null;
    }
    if (restarts !== null) {
      this.#firstRestarts ??= restarts;
      this.#restarts = restarts - this.#firstRestarts;
    }
  }

  /** The triggers that hold now. */
  holding(): Trigger[] {
    return [this.#memory(), this.#performance(), this.#health(), this.#restartLoop()].filter(
      (trigger) => trigger !== null,
    );
  }

  #memory(): Trigger | null {
    const { memoryRatio, memoryForMs } = this.#thresholds;
    if (this.#shortSinceMs === null || this.#atMs - this.#shortSinceMs < memoryForMs) return null;
    return {
      name: 'memory',
      detail: `${percent(this.#memoryRatio)} of the limit, above ${percent(memoryRatio)} for ${((this.#atMs - this.#shortSinceMs) / 1000).toFixed(1)} s`,
    };
  }

  #performance(): Trigger | null {
    const { performanceDrop, performanceFloorMs, performanceSamples } = this.#thresholds;
    const baselineMs = this.#baselineMs;
    if (baselineMs === null || this.#responsesMs.length < performanceSamples) return null;
    const medianMs = medianOf(this.#responsesMs);
    const isSlower = medianMs > baselineMs * (1 + performanceDrop);
    if (!isSlower || medianMs - baselineMs <= performanceFloorMs) return null;
    return {
      name: 'performance',
      detail: `median answer ${medianMs.toFixed(1)} ms, ${baselineMs.toFixed(1)} ms before`,
    };
  }

  #health(): Trigger | null {
    if (this.#failuresInRow <= this.#thresholds.healthFailures) return null;
    return { name: 'health', detail: `${this.#failuresInRow} failed checks in a row` };
  }

  #restartLoop(): Trigger | null {
    if (this.#restarts < this.#thresholds.restarts) return null;
    return { name: 'restarts', detail: `${this.#restarts} restarts while it was watched` };
  }
}

/** The middle value; NaN for none. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function percent(ratio: number): string {
  return `${(ratio * 100).toFixed(0)} %`;
}
