import { rank } from '../ladder.ts';
import type { ActionResult, PressureAction } from './pressure-action.ts';

const gapMs = 1_000;

/** From `elevated` on: structures drop what has expired. At most once a second. */
export function expireEntries(): PressureAction {
  let lastMs = -Infinity;
  return {
    name: 'expire',
    run({ nowMs, level, reclaimers }) {
      if (rank(level) < rank('elevated') || nowMs - lastMs < gapMs) return undefined;
      lastMs = nowMs;
      const results: ActionResult[] = [];
      for (const reclaimer of reclaimers.byValue()) {
        const expire = reclaimer.expire?.bind(reclaimer);
        if (!expire) continue;
        const bytesWon = reclaimers.ask(reclaimer, 'expire', expire);
        if (bytesWon > 0) results.push({ action: 'expire', subject: reclaimer.name, bytesWon });
      }
      return results;
    },
  };
}
