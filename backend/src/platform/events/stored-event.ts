import type { EventPayload, EventType } from '@lexiflow/contracts';

/** A recorded and committed domain event, as consumers and listeners see it. */
export interface StoredEvent<Type extends string = string> {
  readonly id: string;
  /** Rises with every event over all cases; whoever has read all up to N has missed none. */
  readonly position: number;
  readonly type: Type;
  readonly aggregateType: string;
  readonly aggregateId: string;
  readonly caseId: string | null;
  readonly at: string;
  readonly actorId: string | null;
  readonly actorName: string;
  readonly payload: Type extends EventType ? EventPayload<Type> : Record<string, unknown>;
}

/** Columns of a stored event, for `select`. */
export const storedEventColumns = [
  'outbox.id',
  'outbox.position',
  'outbox.type',
  'outbox.aggregate_type as aggregateType',
  'outbox.aggregate_id as aggregateId',
  'outbox.case_id as caseId',
  'outbox.at',
  'outbox.actor_id as actorId',
  'outbox.actor_name as actorName',
  'outbox.payload',
] as const;

/** What keeps events in order with each other: their case, or their record when they have none. */
export function orderKey(event: Pick<StoredEvent, 'caseId' | 'aggregateId'>): string {
  return event.caseId ?? event.aggregateId;
}
