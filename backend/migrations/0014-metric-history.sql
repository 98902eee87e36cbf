-- History of metrics for the console's charts: one row a minute for each series and writing process.
-- A row says all that the process counted in that minute, so writing it again changes nothing.
CREATE TABLE metric_series (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL,
  type text NOT NULL CHECK (type IN ('counter', 'gauge', 'histogram')),
  name text NOT NULL,
  labels text NOT NULL,
  -- How the figures of several processes become one.
  across text NOT NULL CHECK (across IN ('sum', 'max')),
  -- One of many that a chart shows as a whole: a single route.
  is_detail boolean NOT NULL,
  bounds double precision[] NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (name, labels, bounds)
);
CREATE INDEX metric_series_kind ON metric_series (kind);

CREATE SEQUENCE metric_writers AS integer CYCLE;

CREATE TABLE metric_minutes (
  series_id integer NOT NULL REFERENCES metric_series (id) ON DELETE CASCADE,
  at timestamptz NOT NULL,
  writer integer NOT NULL,
  -- Counter: what was added. Gauge: the mean. Histogram: the sum of what was observed.
  value double precision NOT NULL,
  peak double precision,
  -- Up to the last that is not 0.
  buckets integer[],
  PRIMARY KEY (series_id, at, writer)
);
CREATE INDEX metric_minutes_at ON metric_minutes (at);
