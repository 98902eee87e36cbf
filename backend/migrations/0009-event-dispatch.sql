-- Domain events reach their consumers by position. An event gets its position after its transaction
-- has committed, from one sequencer at a time: so whoever reads all positions up to N has missed none.
-- `seq` is the order of insertion, which for one record is the order of its changes. `lane` divides
-- the events among dispatchers; all events of a case, or of a record without one, are in one lane.
ALTER TABLE outbox ADD COLUMN seq bigint GENERATED ALWAYS AS IDENTITY;
ALTER TABLE outbox ADD COLUMN position bigint;
ALTER TABLE outbox ADD COLUMN lane smallint;
CREATE SEQUENCE outbox_positions;

-- What was recorded before there were consumers concerns none of them.
UPDATE outbox SET position = numbered.position, lane = 0, dispatched_at = now()
  FROM (SELECT id, row_number() OVER (ORDER BY id) AS position FROM outbox) AS numbered
  WHERE numbered.id = outbox.id;
SELECT setval('outbox_positions', greatest(1, (SELECT coalesce(max(position), 1) FROM outbox)));

DROP INDEX outbox_undispatched;
CREATE INDEX outbox_unsequenced ON outbox (seq) WHERE position IS NULL;
CREATE UNIQUE INDEX outbox_position ON outbox (position) WHERE position IS NOT NULL;
CREATE INDEX outbox_lane ON outbox (lane, position) WHERE position IS NOT NULL;

-- How far each consumer is in each lane: everything up to `position` is handled, except what stands
-- in event_failures. The row is locked while the lane is worked on.
CREATE TABLE event_cursors (
  consumer text NOT NULL,
  lane smallint NOT NULL,
  position bigint NOT NULL,
  moved_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (consumer, lane)
) WITH (fillfactor = 50);

-- Events that a consumer could not handle (`retry`, then `dead`), and those of the same case or record
-- that wait behind one (`waiting`).
CREATE TABLE event_failures (
  consumer text NOT NULL,
  event_id uuid NOT NULL REFERENCES outbox (id),
  lane smallint NOT NULL,
  position bigint NOT NULL,
  key uuid NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'retry', 'dead')),
  attempts integer NOT NULL DEFAULT 0,
  next_at timestamptz,
  error text,
  failed_at timestamptz,
  PRIMARY KEY (consumer, event_id)
);
CREATE INDEX event_failures_due ON event_failures (consumer, lane, next_at) WHERE state = 'retry';
CREATE INDEX event_failures_order ON event_failures (consumer, lane, key, position)
  WHERE state <> 'dead';
CREATE INDEX event_failures_dead ON event_failures (failed_at DESC, event_id) WHERE state = 'dead';
CREATE INDEX event_failures_event ON event_failures (event_id);
