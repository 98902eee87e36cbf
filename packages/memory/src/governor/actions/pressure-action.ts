import type { Clock } from '../../clock.ts';
import type { Reading } from '../../probe/reading.ts';
import type { LadderRules, PressureLevel } from '../ladder.ts';
import type { Ledger } from '../ledger.ts';
import type { Pressure } from '../pressure.ts';
import type { ReclaimerSet } from '../reclaimer-set.ts';

/** What an action sees. */
export interface ActionContext {
  /** When the reading was taken. */
  readonly nowMs: number;
  readonly clock: Pick<Clock, 'now'>;
  readonly level: PressureLevel;
  readonly pressure: Pressure;
  readonly reading: Reading;
  readonly rules: LadderRules;
  readonly ledger: Ledger;
  readonly reclaimers: ReclaimerSet;
}

/** What an action did; undefined when there was nothing to do. */
export interface ActionResult {
  readonly action: string;
  readonly subject?: string;
  readonly bytesWon: number;
}

/**
 * One answer to pressure. Called on every sample in the order of the list, at any level: it decides
 * by itself whether to act, and must be cheap when it does not.
 */
export interface PressureAction {
  readonly name: string;
  run(context: ActionContext): ActionResult | readonly ActionResult[] | undefined;
}
