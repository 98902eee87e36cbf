import type { SpeedComparison } from '../speed/compare-speed.ts';
import { triggerState, type TriggerState } from './trigger.ts';
import type { TriggerThresholds } from './trigger-thresholds.ts';

/**
 * Holds while requests take more than `performanceRatio` longer than in the baseline, route by route, or
 * while the share of requests that fail has risen by as much. Too few requests decide nothing.
 */
export class PerformanceTrigger {
  readonly #thresholds: TriggerThresholds;
  #sinceMs: number | null = null;
  #detail = 'not measured';

  constructor(thresholds: TriggerThresholds) {
    this.#thresholds = thresholds;
  }

  /** Takes a comparison with the baseline of a name; null when there is nothing to compare. */
  observe(atMs: number, comparison: SpeedComparison | null, baseline: string): void {
    const { performanceRatio, performanceRequests, performanceFloorMs } = this.#thresholds;
    if (comparison === null || comparison.requests < performanceRequests) {
      this.#sinceMs = null;
      this.#detail =
        comparison === null
          ? 'no baseline yet, or no requests'
          : `${comparison.requests} requests to compare, ${performanceRequests} needed`;
      return;
    }
    const { meanMs, baselineMs, failedShareRise } = comparison;
    const rise = meanMs / baselineMs - 1;
    const isSlower = rise > performanceRatio && meanMs - baselineMs > performanceFloorMs;
    const isFailing = failedShareRise > performanceRatio;
    this.#sinceMs = isSlower || isFailing ? (this.#sinceMs ?? atMs) : null;
    this.#detail = `${meanMs.toFixed(1)} ms a request, ${baselineMs.toFixed(1)} in the baseline (${baseline}): ${percent(rise)}; share of failed requests ${percent(failedShareRise)}`;
  }

  state(): TriggerState {
    return triggerState('performance', this.#sinceMs, this.#detail);
  }
}

function percent(ratio: number): string {
  return `${ratio < 0 ? '' : '+'}${(100 * ratio).toFixed(1)} %`;
}
