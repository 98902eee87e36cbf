-- Notifications: `type` is the kind. Those of one kind about one thing (`fold_key`) are one row until
-- it is read. No text of a case stands here: its title is joined when the row is read.
ALTER TABLE notifications ADD COLUMN fold_key uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000';
ALTER TABLE notifications ADD COLUMN path text NOT NULL DEFAULT '/notifications';
ALTER TABLE notifications ADD COLUMN actor_name text NOT NULL DEFAULT '';
ALTER TABLE notifications ADD COLUMN count integer NOT NULL DEFAULT 1;
ALTER TABLE notifications ADD COLUMN in_app boolean NOT NULL DEFAULT true;
ALTER TABLE notifications ADD COLUMN digest boolean NOT NULL DEFAULT false;
ALTER TABLE notifications ADD COLUMN digested_at timestamptz;
ALTER TABLE notifications ADD COLUMN emailed_at timestamptz;
ALTER TABLE notifications ADD COLUMN updated_at timestamptz NOT NULL DEFAULT clock_timestamp();
UPDATE notifications SET fold_key = id, updated_at = created_at;

CREATE UNIQUE INDEX notifications_fold ON notifications (user_id, type, fold_key)
  WHERE read_at IS NULL;
CREATE INDEX notifications_list ON notifications (user_id, updated_at DESC, id DESC);
CREATE INDEX notifications_unread ON notifications (user_id) WHERE read_at IS NULL AND in_app;
CREATE INDEX notifications_age ON notifications (updated_at);

-- What one user chose for one kind; without a row the catalogue's defaults hold.
CREATE TABLE notification_preferences (
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  kind text NOT NULL,
  in_app boolean NOT NULL,
  email boolean NOT NULL,
  digest boolean NOT NULL,
  PRIMARY KEY (user_id, kind)
);

-- One row for each user who was ever notified. `stored` is at least the number of their rows.
CREATE TABLE notification_settings (
  user_id uuid PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  digest text NOT NULL DEFAULT 'daily' CHECK (digest IN ('off', 'daily', 'weekly')),
  digest_hour smallint NOT NULL DEFAULT 7 CHECK (digest_hour BETWEEN 0 AND 23),
  time_zone text NOT NULL DEFAULT 'UTC',
  next_digest_at timestamptz,
  stored integer NOT NULL DEFAULT 0,
  version integer NOT NULL DEFAULT 0
);
CREATE INDEX notification_settings_due ON notification_settings (next_digest_at)
  WHERE next_digest_at IS NOT NULL;

-- Up to when dead jobs and dead events were announced to operators.
CREATE TABLE notification_marks (
  name text PRIMARY KEY,
  at timestamptz NOT NULL
);
