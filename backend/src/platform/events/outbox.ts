import type { EventType } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Generated, Transaction } from 'kysely';
import { noteOnCommit } from '../database/commit-notes.ts';
import { newId } from '../database/id.ts';
import type { Tables } from '../database/tables.ts';
import type { Viewer } from '../http/viewer.ts';
import { RECORDS_NOTE } from './change-feed.ts';
import { eventErrors } from './events.errors.ts';
import { EVENTS_LIMITS } from './events.limits.ts';

/** Something that happened to a record, in the past tense: `case.created`. */
export interface DomainEvent {
  readonly type: EventType;
  readonly aggregateType: string;
  readonly aggregateId: string;
  readonly caseId?: string | null;
  /** Plain JSON facts, at most 16 KB. */
  readonly payload?: Readonly<Record<string, unknown>>;
}

/** The row of one domain event. */
export interface OutboxTable {
  id: string;
  at: string;
  type: string;
  aggregate_type: string;
  aggregate_id: string;
  case_id: string | null;
  actor_id: string | null;
  actor_name: string;
  payload: unknown;
  /** When the event got its position. */
  dispatched_at: string | null;
  seq: Generated<number>;
  position: number | null;
  lane: number | null;
}

/** How far a consumer is in one lane. */
export interface EventCursorTable {
  consumer: string;
  lane: number;
  position: number;
  moved_at: Generated<string>;
}

/** An event that a consumer could not handle, or that waits behind one. */
export interface EventFailureTable {
  consumer: string;
  event_id: string;
  lane: number;
  position: number;
  key: string;
  state: 'waiting' | 'retry' | 'dead';
  attempts: Generated<number>;
  next_at: string | null;
  error: string | null;
  failed_at: string | null;
}

declare module '../database/tables.ts' {
  interface Tables {
    outbox: OutboxTable;
    event_cursors: EventCursorTable;
    event_failures: EventFailureTable;
  }
}

/**
 * Records domain events in the caller's own transaction, so that an event is neither lost nor
 * announced for a change that was rolled back.
 */
@Injectable()
export class Outbox {
  /** Writes the events as part of `transaction`, in their order. Throws EVENT_PAYLOAD_TOO_LARGE. */
  async record(
    transaction: Transaction<Tables>,
    viewer: Pick<Viewer, 'userId' | 'name'>,
    ...events: readonly DomainEvent[]
  ): Promise<void> {
    const rows = events.map((event) => ({
      id: newId(),
      at: sql<string>`clock_timestamp()`,
      type: event.type,
      aggregate_type: event.aggregateType,
      aggregate_id: event.aggregateId,
      case_id: event.caseId ?? null,
      actor_id: viewer.userId,
      actor_name: viewer.name,
      payload: payloadOf(event),
      dispatched_at: null,
      position: null,
      lane: null,
    }));
    await transaction.insertInto('outbox').values(rows).execute();
    noteOnCommit(transaction, RECORDS_NOTE);
  }
}

function payloadOf({ type, payload = {} }: DomainEvent): string {
  const text = JSON.stringify(payload);
  const bytes = Buffer.byteLength(text, 'utf8');
  const limit = EVENTS_LIMITS.payloadBytes.value;
  if (bytes > limit)
    throw eventErrors.payloadTooLarge(`${type}: ${bytes} bytes of at most ${limit}`);
  return text;
}
