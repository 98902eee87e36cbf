import { governorLimits } from '../governor.limits.ts';
import { pressureScale } from '../pressure-scale.ts';
import type { ActionResult, PressureAction } from './pressure-action.ts';

const gapMs = 500;

/**
 * From `warning` (a tenth of what is held) to `emergency` (all of it): structures shrink, what is
 * worth least per byte first, until the share that the pressure asks for is won. From `elevated` on
 * they also make room for what is promised to others but no longer there, because memory that nobody
 * accounts for has taken it. Twice a second, for at most `governorLimits.cleanupSliceMs` at a time; what
 * is left then follows with the next sample.
 */
export function shrinkCaches(): PressureAction {
  let lastMs = -Infinity;
  return {
    name: 'shrink',
    run({ nowMs, clock, level, pressure, reclaimers, rules, ledger }) {
      const position = { level, usedRatio: pressure.usedRatio };
      const scale = pressureScale(position, 'warning', 'emergency', rules);
      const missingBytes = Math.max(0, ledger.committedBytes - ledger.capacityBytes);
      const isCalm = level === 'normal' || (scale === 0 && missingBytes === 0);
      if (isCalm || nowMs - lastMs < gapMs) return undefined;
      lastMs = nowMs;
      const ordered = reclaimers.byValue();
      const heldBytes = ordered.reduce((sum, each) => sum + each.usedBytes(), 0);
      let wantedBytes = Math.max(scale * heldBytes, missingBytes);
      const results: ActionResult[] = [];
      const untilMs = clock.now() + governorLimits.cleanupSliceMs.value;
      for (const reclaimer of ordered) {
        if (wantedBytes < 1 || clock.now() >= untilMs) break;
        const targetBytes = Math.max(0, Math.floor(reclaimer.usedBytes() - wantedBytes));
        const shrink = (): number => reclaimer.shrink(targetBytes);
        const bytesWon = reclaimers.ask(reclaimer, 'shrink', shrink);
        wantedBytes -= bytesWon;
        if (bytesWon > 0) results.push({ action: 'shrink', subject: reclaimer.name, bytesWon });
      }
      // What won nothing would win nothing a moment later either.
      if (wantedBytes >= 1 && clock.now() >= untilMs && results.length > 0) lastMs = -Infinity;
      return results;
    },
  };
}
