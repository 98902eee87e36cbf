import * as z from 'zod/mini';
import { eventTypes, type EventType } from './events.ts';
import { pageOf, pageQuery } from './page.ts';
import { flag, id, instant, text } from './scalars.ts';

const eventType = z.enum(eventTypes as [EventType, ...EventType[]]);
const fields = {
  name: text(100, 1),
  /** Where events are posted: https, without user name and password. */
  url: text(2048, 1),
  /** The types it is told of; null: every type. */
  events: z.nullable(z.array(eventType).check(z.minLength(1), z.maxLength(eventTypes.length))),
};

export const webhookBody = z.strictObject({ ...fields, events: z._default(fields.events, null) });
export const webhookChange = z.strictObject({
  name: z.optional(fields.name),
  url: z.optional(fields.url),
  events: z.optional(fields.events),
  enabled: z.optional(z.boolean()),
});

/** Why a webhook is off: someone turned it off, its receiver answered 410, or nothing got through for days. */
export const webhookOffReason = z.enum(['turned-off', 'gone', 'failing']);

/** A subscription to domain events. It is told of nothing that its owner may not see. */
export const webhook = z.object({
  id,
  name: z.string(),
  url: z.string(),
  events: z.nullable(z.array(z.string())),
  enabled: z.boolean(),
  offReason: z.nullable(webhookOffReason),
  offAt: z.nullable(instant),
  /** Since when no delivery has got through; null while they do. */
  failingSince: z.nullable(instant),
  lastDeliveredAt: z.nullable(instant),
  /** Deliveries that wait for their next attempt, and that were given up. */
  waiting: z.number(),
  failed: z.number(),
  /** Until when the secret before the last rotation signs too. */
  previousSecretUntil: z.nullable(instant),
  ownerId: id,
  ownerName: z.string(),
  version: z.number(),
  createdAt: instant,
  updatedAt: instant,
});
export const webhookPage = pageOf(webhook);
export const webhookQuery = z.strictObject({
  ...pageQuery,
  /** Those of every user; needs `webhook:manage-all`. */
  all: z.optional(flag),
});

const secret = z.string();
/** A new webhook with its secret, which is shown this once. */
export const webhookMade = z.object({ secret, webhook });

export const secretRotation = z.strictObject({
  /** How long the old secret signs beside the new one. */
  overlapHours: z._default(z.number().check(z.int(), z.minimum(0), z.maximum(168)), 24),
});

/**
 * Where a delivery stands. `withheld`: its owner may not see what it tells of; `cancelled`: the
 * webhook was off when it was due.
 */
export const deliveryStates = ['waiting', 'delivered', 'failed', 'withheld', 'cancelled'] as const;
export const deliveryState = z.enum(deliveryStates);

/** One message to one receiver; `id` is its `webhook-id`. What tells of a case is null for who may not see it. */
export const webhookDelivery = z.object({
  id,
  webhookId: id,
  type: z.string(),
  eventId: z.nullable(id),
  caseId: z.nullable(id),
  state: deliveryState,
  attempts: z.number(),
  createdAt: instant,
  nextAttemptAt: z.nullable(instant),
  endedAt: z.nullable(instant),
  lastStatus: z.nullable(z.number()),
  lastError: z.nullable(z.string()),
});
export const webhookDeliveryPage = pageOf(webhookDelivery);
export const webhookDeliveryQuery = z.strictObject({
  ...pageQuery,
  state: z.optional(deliveryState),
  type: z.optional(text(60, 1)),
  from: z.optional(instant),
  to: z.optional(instant),
});

/** One try to deliver. `response` is the beginning of the answer's body. */
export const webhookAttempt = z.object({
  number: z.number(),
  at: instant,
  durationMs: z.number(),
  status: z.nullable(z.number()),
  error: z.nullable(z.string()),
  response: z.nullable(z.string()),
  /** The answer was longer than what is kept. */
  responseCut: z.boolean(),
});
export const webhookDeliveryDetail = z.object({
  ...webhookDelivery.shape,
  /** The body as it is sent. */
  body: z.nullable(z.string()),
  tries: z.array(webhookAttempt),
});

export const replayable = ['failed', 'cancelled', 'withheld', 'delivered', 'missed'] as const;
export const webhookReplay = z.strictObject({
  from: instant,
  /** Default: now. */
  to: z.optional(instant),
  /** Which deliveries are sent again; `missed` are events that no delivery was made for. */
  include: z._default(z.array(z.enum(replayable)).check(z.minLength(1)), [
    'failed',
    'cancelled',
    'missed',
  ]),
});
/** A replay that runs in the background. */
export const webhookReplayStarted = z.object({ jobId: id });

export type WebhookBody = z.infer<typeof webhookBody>;
export type WebhookChange = z.infer<typeof webhookChange>;
export type WebhookOffReason = z.infer<typeof webhookOffReason>;
export type Webhook = z.infer<typeof webhook>;
export type WebhookQuery = z.infer<typeof webhookQuery>;
export type WebhookMade = z.infer<typeof webhookMade>;
export type SecretRotation = z.infer<typeof secretRotation>;
export type DeliveryState = z.infer<typeof deliveryState>;
export type WebhookDelivery = z.infer<typeof webhookDelivery>;
export type WebhookDeliveryQuery = z.infer<typeof webhookDeliveryQuery>;
export type WebhookAttempt = z.infer<typeof webhookAttempt>;
export type WebhookDeliveryDetail = z.infer<typeof webhookDeliveryDetail>;
export type WebhookReplay = z.infer<typeof webhookReplay>;
export type WebhookReplayStarted = z.infer<typeof webhookReplayStarted>;
