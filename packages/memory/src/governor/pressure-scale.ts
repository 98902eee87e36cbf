import type { LadderRules, PressureLevel } from './ladder.ts';
import { rank } from './ladder.ts';

/** What an action needs to know of the present pressure. */
export interface PressurePosition {
  readonly level: PressureLevel;
  readonly usedRatio: number;
}

/**
 * How strongly an action that starts at level `from` and is complete at level `full` acts now:
 * 0 below `from`, 1 at `full`, and between them in proportion to use, at least 0.1. Pure.
 */
export function pressureScale(
  position: PressurePosition,
  from: Exclude<PressureLevel, 'normal'>,
  full: Exclude<PressureLevel, 'normal'>,
  rules: LadderRules,
): number {
  const here = rank(position.level);
  if (here < rank(from)) return 0;
  if (here >= rank(full)) return 1;
  const start = rules.steps[from];
  const span = rules.steps[full] - start;
  return Math.min(1, Math.max(0.1, (position.usedRatio - start) / span));
}
