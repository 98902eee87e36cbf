-- Email: what was asked for and what became of it. The text is made of template and values when it is
-- sent; nothing secret (a reset link) is ever among the values.
CREATE TABLE emails (
  id uuid PRIMARY KEY,
  user_id uuid REFERENCES users (id) ON DELETE SET NULL,
  address text NOT NULL,
  recipient_name text NOT NULL,
  template text NOT NULL,
  template_values jsonb NOT NULL,
  subject text NOT NULL,
  -- Whoever reads or receives the email must be allowed to see all of these cases.
  case_ids uuid[] NOT NULL DEFAULT '{}',
  attachments jsonb NOT NULL DEFAULT '[]',
  -- A second email with the same key is not queued.
  dedupe_key text,
  state text NOT NULL CHECK (state IN
    ('queued', 'sent', 'written', 'bounced', 'failed', 'suppressed', 'withheld')),
  attempts integer NOT NULL DEFAULT 0,
  message_id text NOT NULL,
  bytes bigint,
  reply text,
  bounce_status text,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  sent_at timestamptz,
  ended_at timestamptz
);
CREATE UNIQUE INDEX emails_dedupe ON emails (dedupe_key) WHERE dedupe_key IS NOT NULL;
CREATE UNIQUE INDEX emails_message ON emails (message_id);
CREATE INDEX emails_newest ON emails (created_at DESC, id DESC);
CREATE INDEX emails_state ON emails (state, created_at DESC, id DESC);
CREATE INDEX emails_address ON emails (address, created_at DESC, id DESC);
CREATE INDEX emails_sent ON emails (address, sent_at) WHERE sent_at IS NOT NULL;
CREATE INDEX emails_user ON emails (user_id) WHERE user_id IS NOT NULL;

-- Addresses that get no email until an operator lifts the entry.
CREATE TABLE email_suppressions (
  id uuid PRIMARY KEY,
  address text NOT NULL,
  reason text NOT NULL CHECK (reason IN ('refused', 'bounce', 'manual')),
  detail text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE UNIQUE INDEX email_suppressions_address ON email_suppressions (address);
CREATE INDEX email_suppressions_newest ON email_suppressions (created_at DESC, id DESC);
