import { rank } from '../ladder.ts';
import type { PressureAction } from './pressure-action.ts';

const gapMs = 1_000;

/** From `elevated` on: accounts give back blocks they have reserved and do not use. At most once a second. */
export function trimReservations(): PressureAction {
  let lastMs = -Infinity;
  return {
    name: 'trim',
    run({ nowMs, level, ledger }) {
      if (rank(level) < rank('elevated') || nowMs - lastMs < gapMs) return undefined;
      lastMs = nowMs;
      const bytesWon = ledger.trim();
      return bytesWon > 0 ? { action: 'trim', bytesWon } : undefined;
    },
  };
}
