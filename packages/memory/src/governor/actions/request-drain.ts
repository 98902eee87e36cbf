import { channels } from '../../events.ts';
import { rank } from '../ladder.ts';
import type { PressureAction } from './pressure-action.ts';

/** Unbroken critical pressure counts as much as a share of this of emergency. */
const criticalShare = 1 / 4;

/**
 * After `afterMs` of unbroken emergency, or four times that of critical pressure (a leak stands
 * there: what is alive is confirmed, and refusing work does not free it): asks, once each time, for
 * a fresh process to take over. The subscriber of `lexiflow:memory:drain` decides; the library never ends the process.
 */
export function requestDrain(afterMs: number): PressureAction {
  let sinceMs: number | undefined;
  let lastMs = 0;
  let weightedMs = 0;
  let isAsked = false;
  return {
    name: 'drain',
    run({ nowMs, level, pressure }) {
      if (rank(level) < rank('critical')) {
        sinceMs = undefined;
        weightedMs = 0;
        isAsked = false;
        return undefined;
      }
      if (sinceMs !== undefined) {
        weightedMs += (nowMs - lastMs) * (level === 'emergency' ? 1 : criticalShare);
      }
      lastMs = nowMs;
      sinceMs ??= nowMs;
      if (isAsked || weightedMs < afterMs) return undefined;
      isAsked = true;
      const { usedRatio, cause } = pressure;
      channels.drain.publish({ reason: cause, usedRatio, sinceMs: nowMs - sinceMs });
      return { action: 'drain', bytesWon: 0 };
    },
  };
}
