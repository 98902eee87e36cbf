import type { DeliveryState, Permission, WebhookOffReason } from '@lexiflow/contracts';
import type { Generated } from 'kysely';

/** A subscription to domain events. It is on while `off_reason` is null. */
export interface WebhookTable {
  id: string;
  owner_id: string;
  name: string;
  url: string;
  events: string[] | null;
  /** What a webhook made with an API key may be told of; null: all that its owner's role opens. */
  scopes: Permission[] | null;
  /** Unsealed, as the first version kept it; null once `sealed_secret` holds it. */
  secret: string | null;
  sealed_secret: string | null;
  previous_secret: string | null;
  sealed_previous_secret: string | null;
  previous_secret_until: string | null;
  off_reason: WebhookOffReason | null;
  off_at: string | null;
  held_until: string | null;
  failing_since: string | null;
  last_delivered_at: string | null;
  version: Generated<number>;
  created_at: Generated<string>;
  updated_at: Generated<string>;
}

/** One message to one receiver. `run` counts the jobs sent for it, `cycle_attempts` the tries since it was made or replayed. */
export interface WebhookDeliveryTable {
  id: string;
  webhook_id: string;
  event_id: string | null;
  type: string;
  case_id: string | null;
  state: Generated<DeliveryState>;
  run: Generated<number>;
  attempts: Generated<number>;
  cycle_attempts: Generated<number>;
  cycle_at: Generated<string>;
  created_at: Generated<string>;
  next_attempt_at: Generated<string | null>;
  ended_at: string | null;
  last_status: number | null;
  last_error: string | null;
}

/** One try to deliver. */
export interface WebhookAttemptTable {
  delivery_id: string;
  number: number;
  at: string;
  duration_ms: number;
  status: number | null;
  error: string | null;
  response: string | null;
  response_cut: Generated<boolean>;
}

declare module '../platform/database/tables.ts' {
  interface Tables {
    webhooks: WebhookTable;
    webhook_deliveries: WebhookDeliveryTable;
    webhook_attempts: WebhookAttemptTable;
  }
}
