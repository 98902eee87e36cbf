-- Every instance hears of a change when its transaction commits, and drops what it cached.
-- One notification a statement: PostgreSQL folds equal ones of a transaction into one.
CREATE FUNCTION announce_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('lexiflow_changes', '');
  RETURN NULL;
END $$;
CREATE TRIGGER outbox_announce AFTER INSERT ON outbox
  FOR EACH STATEMENT EXECUTE FUNCTION announce_changes();
