-- Raised whenever what a user may see changes (role, team, wall), in the transaction of the change:
-- cache keys carry it, so that they hold across instances and restarts.
ALTER TABLE users ADD COLUMN access_version integer NOT NULL DEFAULT 1;

-- Filters of the audit page.
CREATE INDEX audit_log_action ON audit_log (action, at DESC);
CREATE INDEX audit_log_case ON audit_log (case_id, at DESC) WHERE case_id IS NOT NULL;

-- The record is append-only: a row may only receive its seal, once.
CREATE FUNCTION audit_log_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.seal_seq IS NULL AND NEW.seal_seq IS NOT NULL
    AND (to_jsonb(NEW) - '{seal_seq,prev_hash,hash}'::text[])
      = (to_jsonb(OLD) - '{seal_seq,prev_hash,hash}'::text[]) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'audit_log is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON audit_log
  FOR EACH ROW EXECUTE FUNCTION audit_log_append_only();
