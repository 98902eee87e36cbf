import type { LadderRules } from '../ladder.ts';
import type { PressurePosition } from '../pressure-scale.ts';
import { pressureScale } from '../pressure-scale.ts';
import type { Priority } from '../priority.ts';
import { priorities, refusalSteps } from '../priority.ts';
import type { RefusedShares } from '../refused-shares.ts';
import type { ActionResult, PressureAction } from './pressure-action.ts';

/**
 * The share of a class that the pressure asks to refuse; nothing as soon as a sample is clear of the
 * level where refusing begins, although the level itself lingers. Pure.
 */
export function refusedShare(
  priority: Priority,
  position: PressurePosition,
  rules: LadderRules,
): number {
  const steps = refusalSteps[priority];
  if (steps === null || position.usedRatio + rules.clearance < rules.steps[steps[0]]) return 0;
  return pressureScale(position, steps[0], steps[1], rules);
}

/**
 * Sets the refused share of each class from the pressure; told on the timeline when it starts or
 * ends. Nobody is refused for memory that may be garbage.
 */
export function refuseWork(shares: RefusedShares): PressureAction {
  return {
    name: 'refuse',
    run({ level, pressure, rules }) {
      const results: ActionResult[] = [];
      for (const priority of priorities) {
        const before = shares.of(priority);
        const { isUnconfirmed, usedRatio } = pressure;
        const share = isUnconfirmed ? 0 : refusedShare(priority, { level, usedRatio }, rules);
        shares.set(priority, share);
        if (share > 0 === before > 0) continue;
        results.push({ action: share > 0 ? 'refuse' : 'accept', subject: priority, bytesWon: 0 });
      }
      return results;
    },
  };
}
