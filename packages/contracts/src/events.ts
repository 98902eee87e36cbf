import * as z from 'zod/mini';
import { leakAllocation } from './leaks.ts';
import { id } from './scalars.ts';

const fields = z.array(z.string());
const nothing = z.object({});
const ofUser = z.object({ userId: id });
const ofStage = z.object({ stageId: id });

/**
 * The catalogue of domain events: every type with its payload. Types are `area.verb` in the past
 * tense. A payload names what changed and holds no text that only some viewers may read; further
 * members may be added, none may change its meaning.
 */
export const eventPayloads = {
  'case.created': z.object({ number: z.nullable(z.string()), source: z.optional(z.string()) }),
  'case.changed': z.object({
    fields,
    status: z.optional(z.object({ from: z.string(), to: z.string() })),
  }),
  'case.archived': nothing,
  'case.unarchived': nothing,
  'case.party-added': z.object({ partyId: id, role: z.string() }),
  'case.party-removed': z.object({ partyId: id }),
  'case.member-added': z.object({ userId: id, teamRole: z.string() }),
  'case.member-removed': ofUser,
  'wall.raised': z.object({ wallId: id, userId: id }),
  'wall.lifted': z.object({ wallId: id, userId: id }),
  'docket.imported': z.object({
    number: z.nullable(z.string()),
    parties: z.unknown(),
    entries: z.unknown(),
  }),
  'docket-entry.created': nothing,
  'docket-entry.changed': z.object({ fields }),
  'party.created': nothing,
  'party.changed': z.object({ fields }),
  'client.created': z.object({ number: z.string() }),
  'client.changed': z.object({ fields }),
  'client.archived': nothing,
  'client.unarchived': nothing,
  'task.created': z.object({ workflowId: z.optional(id) }),
  'task.changed': z.object({
    fields,
    status: z.optional(z.object({ from: z.string(), to: z.string() })),
  }),
  'task.assigned': z.object({ userIds: z.array(id) }),
  'task.completed': nothing,
  'task.commented': nothing,
  'task.due-soon': z.object({ dueOn: z.string() }),
  'task.overdue': z.object({ dueOn: z.string() }),
  'workflow-template.created': nothing,
  'workflow-template.changed': z.object({ revision: z.number() }),
  'workflow-template.archived': nothing,
  'workflow-template.unarchived': nothing,
  'workflow.created': z.object({ templateId: id, revision: z.number() }),
  'workflow.started': nothing,
  'workflow.paused': nothing,
  'workflow.resumed': nothing,
  'workflow.completed': nothing,
  'workflow.cancelled': nothing,
  'workflow.stage-started': ofStage,
  'workflow.stage-done': ofStage,
  'workflow.stage-skipped': ofStage,
  'workflow.stage-overdue': z.object({ stageId: id, dueOn: z.string() }),
  'webhook.created': z.object({ ownerId: id }),
  'webhook.changed': z.object({ fields }),
  'webhook.disabled': z.object({ reason: z.string(), ownerId: id }),
  'webhook.deleted': z.object({ ownerId: id }),
  'integration.created': z.object({ kind: z.string() }),
  'integration.changed': z.object({ fields }),
  'integration.deleted': nothing,
  'integration.resealed': z.object({ keyId: z.string() }),
  'integration.synced': z.object({ outcome: z.enum(['ok', 'failed']) }),
  'calendar-feed.created': nothing,
  'calendar-feed.revoked': nothing,
  /** Told to those who may read the monitoring; `allocation` has the stack. */
  'memory.leak-convicted': z.object({
    fingerprint: z.string(),
    kind: z.string(),
    holder: z.string(),
    sentence: z.string(),
    allocation: leakAllocation,
    watchKind: z.nullable(z.string()),
    bytesPerHour: z.nullable(z.number()),
    timeToLimitMs: z.nullable(z.number()),
    isKnown: z.boolean(),
  }),
  'case.email-received': z.object({ messageId: id }),
} as const;

/** Type of a domain event: `case.created`. */
export type EventType = keyof typeof eventPayloads;

/** What an event of that type carries. */
export type EventPayload<Type extends EventType> = z.infer<(typeof eventPayloads)[Type]>;

/** Every type of domain event, in the order of the catalogue. */
export const eventTypes = Object.keys(eventPayloads) as EventType[];
