-- Each filter of the audit log alone, newest first: by an object's id without its type, by the kind of
-- the actors that are no users, and by an area of actions (`wall.`). `text_pattern_ops` serves the
-- start of a text as well as the whole of it, in every collation.
DROP INDEX audit_log_object;
CREATE INDEX audit_log_object_type ON audit_log (object_type, at DESC, id DESC);
CREATE INDEX audit_log_object_id ON audit_log (object_id, at DESC, id DESC);
CREATE INDEX audit_log_actor_kind ON audit_log (actor_kind, at DESC, id DESC);
DROP INDEX audit_log_action;
CREATE INDEX audit_log_action ON audit_log (action text_pattern_ops, at DESC, id DESC);

-- No query reads entries of all cases by their date: it cost every insert and served nothing.
DROP INDEX docket_entries_filed;
