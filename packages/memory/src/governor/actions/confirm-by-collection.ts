import type { Clock } from '../../clock.ts';
import type { CollectNow } from '../find-gc.ts';
import { governorLimits } from '../governor.limits.ts';
import { rank } from '../ladder.ts';
import type { PausePrediction } from '../pause-prediction.ts';
import type { PressureAction } from './pressure-action.ts';

/** What a confirming collection needs. */
export interface CollectionOptions {
  readonly clock: Clock;
  /** Answers the collector, or undefined when this process has none. Asked when first needed. */
  readonly findCollector: () => CollectNow | undefined;
  readonly prediction: PausePrediction;
  /** Longest predicted pause that is accepted. */
  readonly pauseBudgetMs: number;
}

/**
 * When memory looks short and no collection has confirmed it: one full collection, at least five
 * seconds after the last one, and only if its predicted pause fits the budget. Never periodic.
 */
export function confirmByCollection(options: CollectionOptions): PressureAction {
  const { clock, findCollector, prediction, pauseBudgetMs } = options;
  let lastMs = -Infinity;
  return {
    name: 'collect',
    run({ nowMs, level, pressure, reading }) {
      if (!pressure.wantsConfirmation || rank(level) < rank('elevated')) return undefined;
      if (nowMs - lastMs < governorLimits.collectGapMs.value) return undefined;
      if (prediction.predictMs(pressure.liveOldBytes) > pauseBudgetMs) return undefined;
      const collect = findCollector();
      if (!collect) return undefined;
      lastMs = nowMs;
      const startMs = clock.now();
      collect();
      prediction.learn(pressure.liveOldBytes, clock.now() - startMs);
      return {
        action: 'collect',
        bytesWon: Math.max(0, reading.oldUsedBytes - pressure.liveOldBytes),
      };
    },
  };
}
