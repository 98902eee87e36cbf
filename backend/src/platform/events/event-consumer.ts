import type { EventType } from '@lexiflow/contracts';
import type { Transaction } from 'kysely';
import type { Tables } from '../database/tables.ts';
import type { StoredEvent } from './stored-event.ts';

/**
 * Somebody who must hear of every event once, whatever happens. What `handle` writes through `trx`
 * commits together with the mark that it was handled, so it is written exactly once. `handle` does
 * short work in the database and nothing else: it sends a job for what reaches further.
 */
export interface EventConsumer {
  /** Constant over versions: the position is kept under it. Letters, digits and `-`. */
  readonly name: string;
  /** The types it wants; events of others pass by. */
  readonly events: readonly EventType[] | 'all';
  /** Rejecting undoes what it wrote; the event is tried again and the later ones of its case wait. */
  handle(event: StoredEvent, trx: Transaction<Tables>): Promise<void>;
}
