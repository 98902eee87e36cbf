-- Allow and block lists of network addresses. One row for each network in its canonical text; an ended
-- automatic block stays for a while, so that the next one lasts longer.
CREATE TABLE address_rules (
  id uuid PRIMARY KEY,
  network text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('allow', 'block')),
  source text NOT NULL CHECK (source IN ('manual', 'automatic')),
  reason text NOT NULL,
  created_by uuid REFERENCES users (id) ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz,
  times integer NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX address_rules_network ON address_rules (network text_pattern_ops);
CREATE INDEX address_rules_created ON address_rules (created_at DESC, id DESC);
