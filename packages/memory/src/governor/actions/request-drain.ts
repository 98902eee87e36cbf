import { channels } from '../../events.ts';
import type { PressureAction } from './pressure-action.ts';

/**
 * After `afterMs` of unbroken emergency: asks, once per emergency, for a fresh process to take over.
 * The subscriber of `lexiflow:memory:drain` decides; the library never ends the process.
 */
export function requestDrain(afterMs: number): PressureAction {
  let sinceMs: number | undefined;
  let isAsked = false;
  return {
    name: 'drain',
    run({ nowMs, level, pressure }) {
      if (level !== 'emergency') {
        sinceMs = undefined;
        isAsked = false;
        return undefined;
      }
      sinceMs ??= nowMs;
      if (isAsked || nowMs - sinceMs < afterMs) return undefined;
      isAsked = true;
      const { usedRatio, cause } = pressure;
      channels.drain.publish({ reason: cause, usedRatio, sinceMs: nowMs - sinceMs });
      return { action: 'drain', bytesWon: 0 };
    },
  };
}
