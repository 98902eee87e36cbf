import { pressureScale } from '../pressure-scale.ts';
import type { PressureAction } from './pressure-action.ts';

/** Severity moves in quarters, so that a paused reader is not told of every sample. */
const steps = 4;

/** From `warning` (smaller steps) to `critical` (standstill): readers, batches and pipelines pause. */
export function pauseWork(): PressureAction {
  return {
    name: 'pause',
    run({ level, pressure, reclaimers, rules }) {
      const position = { level, usedRatio: pressure.usedRatio };
      const scale = pressureScale(position, 'warning', 'critical', rules);
      const severity = Math.ceil(scale * steps) / steps;
      if (severity === reclaimers.severity) return undefined;
      reclaimers.setSeverity(severity);
      if (reclaimers.pausables === 0) return undefined;
      const action = severity > 0 ? 'pause' : 'resume';
      return { action, subject: `severity ${severity}`, bytesWon: 0 };
    },
  };
}
