-- Subscriptions to domain events. `scopes` bounds what a webhook made with an API key is told of; null is
-- all that its owner's role opens. Secrets sign, so they are kept as they are. Receivers that ask for a
-- pause are left alone until `held_until`.
CREATE TABLE webhooks (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  name text NOT NULL,
  url text NOT NULL,
  events text[],
  scopes text[],
  secret text NOT NULL,
  previous_secret text,
  previous_secret_until timestamptz,
  off_reason text CHECK (off_reason IN ('turned-off', 'gone', 'failing')),
  off_at timestamptz,
  held_until timestamptz,
  failing_since timestamptz,
  last_delivered_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CHECK ((off_reason IS NULL) = (off_at IS NULL))
);
CREATE INDEX webhooks_owner ON webhooks (owner_id, created_at DESC, id DESC);

-- One message to one receiver: its id is the `webhook-id`, the same for every attempt. `run` rises with
-- every job that is sent for it, so that a job that was overtaken does nothing. `cycle_attempts` and
-- `cycle_at` begin anew when it is replayed. A test message has no event.
CREATE TABLE webhook_deliveries (
  id uuid PRIMARY KEY,
  webhook_id uuid NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
  event_id uuid,
  type text NOT NULL,
  case_id uuid,
  state text NOT NULL DEFAULT 'waiting'
    CHECK (state IN ('waiting', 'delivered', 'failed', 'withheld', 'cancelled')),
  run integer NOT NULL DEFAULT 1,
  attempts integer NOT NULL DEFAULT 0,
  cycle_attempts integer NOT NULL DEFAULT 0,
  cycle_at timestamptz NOT NULL DEFAULT now(),
  created_at timestamptz NOT NULL DEFAULT now(),
  next_attempt_at timestamptz DEFAULT now(),
  ended_at timestamptz,
  last_status integer,
  last_error text
);
CREATE UNIQUE INDEX webhook_deliveries_event ON webhook_deliveries (webhook_id, event_id)
  WHERE event_id IS NOT NULL;
CREATE INDEX webhook_deliveries_log ON webhook_deliveries (webhook_id, created_at DESC, id DESC);
CREATE INDEX webhook_deliveries_state ON webhook_deliveries (webhook_id, state, created_at DESC, id DESC);
CREATE INDEX webhook_deliveries_age ON webhook_deliveries (created_at, id);

CREATE TABLE webhook_attempts (
  delivery_id uuid NOT NULL REFERENCES webhook_deliveries (id) ON DELETE CASCADE,
  number integer NOT NULL,
  at timestamptz NOT NULL,
  duration_ms integer NOT NULL,
  status integer,
  error text,
  response text,
  response_cut boolean NOT NULL DEFAULT false,
  PRIMARY KEY (delivery_id, number)
);
