-- Callers' own names of the records they made in bulk, one for each caller, kind and key.
CREATE TABLE bulk_keys (
  owner text NOT NULL,
  kind text NOT NULL,
  key text NOT NULL,
  object_id uuid NOT NULL,
  -- SHA-256 of the row that made the record.
  row_hash bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (owner, kind, key)
);
