-- Integrations: connections to other services, what they brought in, and the calendar feeds.

CREATE TABLE integrations (
  id uuid PRIMARY KEY,
  kind text NOT NULL
    CHECK (kind IN ('mailbox', 'calendar', 'storage', 'embeddings', 'dockets', 'rest')),
  name text NOT NULL,
  is_enabled boolean NOT NULL DEFAULT true,
  every_minutes integer,
  settings jsonb NOT NULL,
  -- Encrypted: see docs/design/021-integrations.md.
  sealed text NOT NULL,
  key_id text NOT NULL,
  credential_names text[] NOT NULL,
  -- Where the next sync goes on.
  state jsonb NOT NULL DEFAULT '{}',
  failures integer NOT NULL DEFAULT 0,
  next_sync_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX integrations_name ON integrations (lower(name));
CREATE INDEX integrations_due ON integrations (next_sync_at)
  WHERE is_enabled AND next_sync_at IS NOT NULL;
CREATE INDEX integrations_key ON integrations (key_id);

CREATE TABLE integration_runs (
  id uuid PRIMARY KEY,
  integration_id uuid NOT NULL REFERENCES integrations (id) ON DELETE CASCADE,
  action text NOT NULL CHECK (action IN ('test', 'sync')),
  outcome text NOT NULL CHECK (outcome IN ('running', 'ok', 'failed')),
  failed_step text,
  code text,
  detail text,
  facts jsonb NOT NULL DEFAULT '{}',
  actor_name text NOT NULL,
  started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at timestamptz
);
CREATE INDEX integration_runs_of ON integration_runs (integration_id, id);

-- Messages outlive the integration that fetched them: they belong to the case.
CREATE TABLE mailbox_messages (
  id uuid PRIMARY KEY,
  integration_id uuid REFERENCES integrations (id) ON DELETE SET NULL,
  folder text NOT NULL,
  uid_validity bigint NOT NULL,
  uid bigint NOT NULL,
  case_id uuid REFERENCES cases (id),
  message_id text,
  sender text NOT NULL,
  recipients text[] NOT NULL,
  subject text NOT NULL,
  sent_at timestamptz,
  received_at timestamptz NOT NULL,
  headers jsonb NOT NULL,
  body text NOT NULL,
  is_body_cut boolean NOT NULL,
  attachments jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX mailbox_messages_place
  ON mailbox_messages (integration_id, folder, uid_validity, uid);
CREATE INDEX mailbox_messages_case ON mailbox_messages (case_id, received_at, id)
  WHERE case_id IS NOT NULL;

CREATE TABLE calendar_events (
  id uuid PRIMARY KEY,
  integration_id uuid NOT NULL REFERENCES integrations (id) ON DELETE CASCADE,
  case_id uuid REFERENCES cases (id),
  user_id uuid REFERENCES users (id),
  uid text NOT NULL,
  -- Which occurrence of a repeated event: its planned start.
  occurrence text NOT NULL,
  title text NOT NULL,
  location text,
  is_all_day boolean NOT NULL,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz,
  seen_in uuid NOT NULL
);
CREATE UNIQUE INDEX calendar_events_place ON calendar_events (integration_id, uid, occurrence);
CREATE INDEX calendar_events_start ON calendar_events (starts_at, id);
CREATE INDEX calendar_events_case ON calendar_events (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX calendar_events_user ON calendar_events (user_id) WHERE user_id IS NOT NULL;

CREATE TABLE calendar_feeds (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id),
  name text NOT NULL,
  token_hash bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_read_at timestamptz
);
CREATE UNIQUE INDEX calendar_feeds_token ON calendar_feeds (token_hash);
CREATE INDEX calendar_feeds_user ON calendar_feeds (user_id);
