import type { Clock } from '../../clock.ts';
import type { CollectNow } from '../find-gc.ts';
import { governorLimits } from '../governor.limits.ts';
import { rank } from '../ladder.ts';
import { nudgeBytes } from '../nudge-collection.ts';
import type { PausePrediction } from '../pause-prediction.ts';
import type { ActionContext, ActionResult, PressureAction } from './pressure-action.ts';

/** What a confirming collection needs. */
export interface CollectionOptions {
  readonly clock: Clock;
  /** Answers the collector, or undefined when this process has none. Asked when first needed. */
  readonly findCollector: () => CollectNow | undefined;
  /** Makes V8 begin an incremental collection by itself; the floor follows when it has ended. */
  readonly nudge: () => void;
  /** In use in the old generation now. */
  readonly oldUsedBytes: () => number;
  readonly prediction: PausePrediction;
  /** Longest predicted pause that is accepted for a full collection. */
  readonly pauseBudgetMs: number;
}

/**
 * When memory looks short and no collection has confirmed it: one full collection, at least five
 * seconds after the last one (one second where its pause is short), if that fits the budget. Where it does not, V8 is nudged
 * into an incremental one at most once a minute, if there is headroom. Never periodic.
 */
export function confirmByCollection(options: CollectionOptions): PressureAction {
  const { clock, findCollector, nudge, oldUsedBytes, prediction, pauseBudgetMs } = options;
  let lastMs = -Infinity;
  let nudgedMs = -Infinity;

  function collectNow({ nowMs, pressure }: ActionContext): ActionResult | undefined {
    const collect = findCollector();
    if (!collect) return undefined;
    lastMs = nowMs;
    const beforeBytes = oldUsedBytes();
    const startMs = clock.now();
    collect();
    prediction.learn(pressure.liveOldBytes, clock.now() - startMs);
    // Survivors of the young generation have moved in: it may hold more than before.
    const bytesWon = Math.max(0, beforeBytes - oldUsedBytes());
    return { action: 'collect', subject: 'full', bytesWon };
  }

  function nudgeNow({ nowMs, reading }: ActionContext): ActionResult | undefined {
    const headroomBytes = reading.limitBytes - reading.workingSetBytes;
    if (nowMs - nudgedMs < governorLimits.nudgeGapMs.value || headroomBytes < nudgeBytes) {
      return undefined;
    }
    lastMs = nudgedMs = nowMs;
    nudge();
    return { action: 'collect', subject: 'incremental', bytesWon: 0 };
  }

  return {
    name: 'collect',
    run(context) {
      const { nowMs, level, pressure } = context;
      if (!pressure.wantsConfirmation || rank(level) < rank('elevated')) return undefined;
      const pauseMs = prediction.predictMs(pressure.liveOldBytes);
      const { collectGapMs, shortPauseGapMs, shortPauseMs } = governorLimits;
      const isShort = pauseMs <= Math.min(shortPauseMs.value, pauseBudgetMs);
      if (nowMs - lastMs < (isShort ? shortPauseGapMs : collectGapMs).value) return undefined;
      return pauseMs <= pauseBudgetMs ? collectNow(context) : nudgeNow(context);
    },
  };
}
