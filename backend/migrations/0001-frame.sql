-- The first schema: identity, audit, outbox, the practice core, search, and the tables the
-- operating guides name. Expand only: later migrations add, and drop in a release of their own.

CREATE EXTENSION IF NOT EXISTS vector;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;

-- Identity ------------------------------------------------------------------------------------

CREATE TABLE users (
  id uuid PRIMARY KEY,
  email text NOT NULL CHECK (email = lower(email)),
  name text NOT NULL,
  role text NOT NULL CHECK (role IN
    ('admin', 'operator', 'partner', 'associate', 'paralegal', 'business-development', 'client')),
  password_hash text NOT NULL,
  disabled_at timestamptz,
  failed_sign_ins integer NOT NULL DEFAULT 0,
  locked_until timestamptz,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX users_email ON users (email);

-- A token is stored as its SHA-256 only: a copy of this table signs nobody in.
CREATE TABLE sessions (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  token_hash bytea NOT NULL,
  device text NOT NULL,
  ip text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz
);
CREATE UNIQUE INDEX sessions_token_hash ON sessions (token_hash);
CREATE INDEX sessions_user ON sessions (user_id, created_at DESC);

CREATE TABLE api_keys (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  name text NOT NULL,
  prefix text NOT NULL,
  key_hash bytea NOT NULL,
  scopes text[] NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz,
  expires_at timestamptz,
  revoked_at timestamptz
);
CREATE UNIQUE INDEX api_keys_key_hash ON api_keys (key_hash);
CREATE INDEX api_keys_user ON api_keys (user_id, created_at DESC);

CREATE TABLE setup_links (
  token_hash bytea PRIMARY KEY,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);

CREATE TABLE idempotency_keys (
  owner text NOT NULL,
  key text NOT NULL,
  request_hash bytea NOT NULL,
  status integer,
  response jsonb,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (owner, key)
);
CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);

-- Audit and outbox ----------------------------------------------------------------------------

-- Rows are written in the transaction of the change they record; seal_seq, prev_hash and hash are
-- filled afterwards by one sealer, so that the chain does not serialise every writer.
CREATE TABLE audit_log (
  id uuid PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor_kind text NOT NULL,
  actor_id uuid,
  actor_name text NOT NULL,
  action text NOT NULL,
  object_type text NOT NULL,
  object_id text,
  case_id uuid,
  details jsonb NOT NULL DEFAULT '{}',
  request_id text,
  ip text,
  seal_seq bigint,
  prev_hash bytea,
  hash bytea
);
CREATE UNIQUE INDEX audit_log_seal ON audit_log (seal_seq) WHERE seal_seq IS NOT NULL;
CREATE INDEX audit_log_unsealed ON audit_log (id) WHERE seal_seq IS NULL;
CREATE INDEX audit_log_at ON audit_log (at DESC, id DESC);
CREATE INDEX audit_log_object ON audit_log (object_type, object_id, at DESC);
CREATE INDEX audit_log_actor ON audit_log (actor_id, at DESC);

CREATE TABLE outbox (
  id uuid PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  type text NOT NULL,
  aggregate_type text NOT NULL,
  aggregate_id uuid NOT NULL,
  case_id uuid,
  actor_id uuid,
  actor_name text NOT NULL,
  payload jsonb NOT NULL DEFAULT '{}',
  dispatched_at timestamptz
);
CREATE INDEX outbox_undispatched ON outbox (id) WHERE dispatched_at IS NULL;
CREATE INDEX outbox_case ON outbox (case_id, at DESC, id DESC) WHERE case_id IS NOT NULL;

-- Practice core -------------------------------------------------------------------------------

CREATE TABLE courts (
  id text PRIMARY KEY,
  name text NOT NULL,
  level text,
  system text,
  type text,
  location text,
  citation text
);
CREATE INDEX courts_name_trgm ON courts USING gin (name gin_trgm_ops);

-- name_key is the name folded for comparison: lower case, no punctuation, single spaces.
CREATE TABLE parties (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  name_key text NOT NULL,
  kind text NOT NULL DEFAULT 'unknown' CHECK (kind IN ('person', 'organisation', 'unknown')),
  email text,
  phone text,
  address text,
  notes text,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  search tsvector GENERATED ALWAYS AS (to_tsvector('simple', name)) STORED
);
CREATE INDEX parties_name_key ON parties (name_key);
CREATE INDEX parties_name ON parties (lower(name), id);
CREATE INDEX parties_name_trgm ON parties USING gin (name gin_trgm_ops);
CREATE INDEX parties_search ON parties USING gin (search);

CREATE TABLE clients (
  id uuid PRIMARY KEY,
  party_id uuid NOT NULL REFERENCES parties (id),
  number text NOT NULL,
  status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'former', 'prospective')),
  archived_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX clients_number ON clients (number);
CREATE UNIQUE INDEX clients_party ON clients (party_id);

CREATE TABLE cases (
  id uuid PRIMARY KEY,
  number text NOT NULL,
  number_key text NOT NULL,
  title text NOT NULL,
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('pending', 'open', 'stayed', 'closed')),
  court_id text REFERENCES courts (id),
  judge text,
  referred_to text,
  type text,
  nature_of_suit text,
  cause text,
  jurisdiction text,
  jury_demand text,
  demand text,
  client_id uuid REFERENCES clients (id),
  filed_on date,
  closed_on date,
  source text NOT NULL DEFAULT 'manual' CHECK (source IN ('manual', 'docket-import')),
  attributes jsonb NOT NULL DEFAULT '{}',
  entry_count integer NOT NULL DEFAULT 0,
  last_entry_on date,
  archived_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  search tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', title), 'A') ||
    setweight(to_tsvector('simple', number), 'A') ||
    setweight(to_tsvector('simple', coalesce(judge, '')), 'B') ||
    setweight(to_tsvector('english', coalesce(nature_of_suit, '') || ' ' || coalesce(cause, '')), 'C')
  ) STORED
);
-- One docket is one case: the same number in the same court is the same case.
CREATE UNIQUE INDEX cases_court_number ON cases (court_id, number_key) WHERE court_id IS NOT NULL;
CREATE INDEX cases_filed ON cases (filed_on DESC NULLS LAST, id DESC);
CREATE INDEX cases_updated ON cases (updated_at DESC, id DESC);
CREATE INDEX cases_title ON cases (lower(title), id);
CREATE INDEX cases_number ON cases (number_key, id);
CREATE INDEX cases_court ON cases (court_id, filed_on DESC);
CREATE INDEX cases_judge ON cases (lower(judge));
CREATE INDEX cases_client ON cases (client_id) WHERE client_id IS NOT NULL;
CREATE INDEX cases_title_trgm ON cases USING gin (title gin_trgm_ops);
CREATE INDEX cases_judge_trgm ON cases USING gin (judge gin_trgm_ops);
CREATE INDEX cases_search ON cases USING gin (search);

CREATE TABLE case_parties (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
  party_id uuid NOT NULL REFERENCES parties (id),
  role text NOT NULL,
  position integer NOT NULL,
  -- Counts equal names in equal roles within one docket, as the court lists them.
  occurrence integer NOT NULL DEFAULT 1,
  terminated_on date,
  extra_info text,
  counsel jsonb NOT NULL DEFAULT '[]',
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX case_parties_once ON case_parties (case_id, party_id, role, occurrence);
CREATE INDEX case_parties_order ON case_parties (case_id, position, id);
CREATE INDEX case_parties_party ON case_parties (party_id, case_id);

CREATE TABLE docket_entries (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
  position integer NOT NULL,
  -- What makes an entry the same entry when its docket is read again (see the import).
  source_key text,
  document_number text,
  filed_on date NOT NULL,
  entered_on date,
  description text NOT NULL,
  sealed boolean NOT NULL DEFAULT false,
  restricted boolean NOT NULL DEFAULT false,
  pacer_doc_id text,
  pacer_seq_no text,
  page_count integer,
  attachments jsonb NOT NULL DEFAULT '[]',
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  search tsvector GENERATED ALWAYS AS (to_tsvector('english', left(description, 200000))) STORED
);
CREATE UNIQUE INDEX docket_entries_order ON docket_entries (case_id, position);
CREATE UNIQUE INDEX docket_entries_source ON docket_entries (case_id, source_key)
  WHERE source_key IS NOT NULL;
CREATE INDEX docket_entries_filed ON docket_entries (filed_on DESC, id DESC);
CREATE INDEX docket_entries_case_filed ON docket_entries (case_id, filed_on DESC, id DESC);
CREATE INDEX docket_entries_search ON docket_entries USING gin (search);

-- Words that occur in the searchable texts: the dictionary of the spelling correction.
CREATE TABLE search_words (
  word text PRIMARY KEY
);
CREATE INDEX search_words_trgm ON search_words USING gin (word gin_trgm_ops);

-- Access --------------------------------------------------------------------------------------

CREATE TABLE case_team (
  case_id uuid NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  team_role text NOT NULL DEFAULT 'member' CHECK (team_role IN ('lead', 'member', 'client')),
  added_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (case_id, user_id)
);
CREATE INDEX case_team_user ON case_team (user_id, case_id);

CREATE TABLE ethical_walls (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  reason text NOT NULL,
  created_by uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  lifted_at timestamptz
);
CREATE UNIQUE INDEX ethical_walls_standing ON ethical_walls (user_id, case_id)
  WHERE lifted_at IS NULL;
CREATE INDEX ethical_walls_case ON ethical_walls (case_id, created_at DESC);

-- Tables the operating guides name, with their indexes ----------------------------------------

CREATE TABLE vector_embeddings (
  id uuid PRIMARY KEY,
  entity_type text NOT NULL,
  entity_id text NOT NULL,
  model text NOT NULL,
  dimensions integer NOT NULL,
  embedding vector NOT NULL,
  content text,
  metadata jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (entity_type, entity_id, model)
);
CREATE INDEX idx_vector_embeddings_entity_type ON vector_embeddings (entity_type);
CREATE INDEX idx_vector_embeddings_created_at ON vector_embeddings (created_at DESC);

CREATE TABLE analytics_events (
  id uuid PRIMARY KEY,
  event_type text NOT NULL,
  "timestamp" timestamptz NOT NULL DEFAULT now(),
  user_id uuid,
  case_id uuid,
  properties jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX idx_analytics_events_type_timestamp ON analytics_events (event_type, "timestamp" DESC);

CREATE TABLE discovery_requests (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
  type text NOT NULL,
  title text NOT NULL,
  status text NOT NULL DEFAULT 'draft',
  served_on date,
  due_on date,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_discovery_requests_case_id ON discovery_requests (case_id);

CREATE TABLE search_cache (
  query_hash bytea NOT NULL,
  "timestamp" timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  result jsonb NOT NULL,
  PRIMARY KEY (query_hash)
);
CREATE INDEX idx_search_results_query_timestamp ON search_cache (query_hash, "timestamp" DESC);
CREATE INDEX search_cache_expires ON search_cache (expires_at);

CREATE TABLE notifications (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  type text NOT NULL,
  title text NOT NULL,
  body text NOT NULL DEFAULT '',
  case_id uuid,
  read_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_notifications_user_id_created ON notifications (user_id, created_at DESC);
