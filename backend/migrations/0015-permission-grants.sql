-- Permissions of single users beyond their role, on all cases or some. A grant ends by its time or by
-- being revoked and stays as history.
CREATE TABLE permission_grants (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  permission text NOT NULL,
  scope text NOT NULL CHECK (scope IN ('own', 'team', 'case', 'all')),
  case_id uuid REFERENCES cases (id) ON DELETE CASCADE,
  reason text NOT NULL,
  granted_by uuid REFERENCES users (id) ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  CHECK ((scope = 'case') = (case_id IS NOT NULL))
);
CREATE INDEX permission_grants_user ON permission_grants (user_id, created_at DESC, id DESC);
CREATE INDEX permission_grants_case ON permission_grants (case_id, created_at DESC, id DESC)
  WHERE case_id IS NOT NULL;

-- Where a session was last used from, beside where it was opened.
ALTER TABLE sessions ADD COLUMN last_ip text;
