import type { RefusedShares } from '../refused-shares.ts';
import { abortJob } from './abort-job.ts';
import type { CollectionOptions } from './confirm-by-collection.ts';
import { confirmByCollection } from './confirm-by-collection.ts';
import { expireEntries } from './expire-entries.ts';
import { pauseWork } from './pause-work.ts';
import type { PressureAction } from './pressure-action.ts';
import { refuseWork } from './refuse-work.ts';
import { requestDrain } from './request-drain.ts';
import { shrinkCaches } from './shrink-caches.ts';
import { trimReservations } from './trim-reservations.ts';

/** What the standard actions are built from. */
export interface StandardActionOptions {
  readonly shares: RefusedShares;
  /** Undefined: never collects by itself. */
  readonly collection: CollectionOptions | undefined;
  readonly drainAfterMs: number;
}

/** The governor's answers to pressure, the mildest first. */
export function standardActions(options: StandardActionOptions): PressureAction[] {
  return [
    trimReservations(),
    expireEntries(),
    ...(options.collection ? [confirmByCollection(options.collection)] : []),
    shrinkCaches(),
    pauseWork(),
    refuseWork(options.shares),
    abortJob(),
    requestDrain(options.drainAfterMs),
  ];
}
