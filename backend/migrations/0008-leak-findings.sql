-- Places of the process that grow without an end in sight, one row for each, over restarts.
CREATE TABLE leak_findings (
  -- Made of the kind and the holder: the same place has the same one after a restart.
  fingerprint text PRIMARY KEY CHECK (fingerprint ~ '^[0-9a-f]{16}$'),
  status text NOT NULL CHECK (status IN ('suspect', 'convicted', 'gone')),
  finding jsonb NOT NULL,
  first_seen_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL
);
CREATE INDEX leak_findings_seen ON leak_findings (last_seen_at);
