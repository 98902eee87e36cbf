-- Tasks, workflow templates, and workflows on cases.

CREATE TABLE workflow_templates (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  description text NOT NULL DEFAULT '',
  -- Number of the newest row in workflow_template_revisions.
  revision integer NOT NULL DEFAULT 1,
  stage_count integer NOT NULL,
  task_count integer NOT NULL,
  archived_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX workflow_templates_order ON workflow_templates (left(lower(name), 80), id);

-- What a template said at each revision. Rows are never changed: a workflow keeps its revision.
CREATE TABLE workflow_template_revisions (
  template_id uuid NOT NULL REFERENCES workflow_templates (id),
  revision integer NOT NULL,
  stages jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (template_id, revision)
);

CREATE TABLE workflows (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases (id),
  template_id uuid NOT NULL,
  revision integer NOT NULL,
  name text NOT NULL,
  status text NOT NULL DEFAULT 'not-started'
    CHECK (status IN ('not-started', 'running', 'paused', 'completed', 'cancelled')),
  started_on date,
  paused_on date,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  FOREIGN KEY (template_id, revision) REFERENCES workflow_template_revisions (template_id, revision)
);
CREATE INDEX workflows_updated ON workflows (updated_at, id);
CREATE INDEX workflows_case ON workflows (case_id, updated_at, id);
CREATE INDEX workflows_template ON workflows (template_id, status);

CREATE TABLE workflow_stages (
  id uuid PRIMARY KEY,
  workflow_id uuid NOT NULL REFERENCES workflows (id),
  position integer NOT NULL,
  name text NOT NULL,
  duration integer NOT NULL,
  unit text NOT NULL CHECK (unit IN ('days', 'business-days')),
  advance text NOT NULL CHECK (advance IN ('automatic', 'by-hand')),
  status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'active', 'done', 'skipped')),
  started_on date,
  due_on date,
  -- When it was announced that the stage is past due_on.
  overdue_at timestamptz,
  UNIQUE (workflow_id, position)
);
CREATE UNIQUE INDEX workflow_stages_one_active ON workflow_stages (workflow_id)
  WHERE status = 'active';
CREATE INDEX workflow_stages_due ON workflow_stages (due_on, id)
  WHERE status = 'active' AND overdue_at IS NULL;

-- Every change of state. stage_id is null for those of the workflow itself.
CREATE TABLE workflow_transitions (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workflow_id uuid NOT NULL REFERENCES workflows (id),
  stage_id uuid REFERENCES workflow_stages (id),
  from_status text,
  to_status text NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor_id uuid,
  actor_name text NOT NULL,
  reason text
);
CREATE INDEX workflow_transitions_workflow ON workflow_transitions (workflow_id, id);

CREATE TABLE tasks (
  id uuid PRIMARY KEY,
  case_id uuid REFERENCES cases (id),
  title text NOT NULL,
  description text NOT NULL DEFAULT '',
  status text NOT NULL DEFAULT 'open'
    CHECK (status IN ('open', 'in-progress', 'blocked', 'done', 'cancelled')),
  priority text NOT NULL DEFAULT 'normal' CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
  priority_rank smallint NOT NULL GENERATED ALWAYS AS (
    CASE priority WHEN 'low' THEN 0 WHEN 'normal' THEN 1 WHEN 'high' THEN 2 ELSE 3 END) STORED,
  due_on date,
  checklist jsonb NOT NULL DEFAULT '[]',
  workflow_id uuid REFERENCES workflows (id),
  stage_id uuid REFERENCES workflow_stages (id),
  workflow_label text,
  assignee_role text,
  required boolean NOT NULL DEFAULT false,
  -- Its workflow is paused.
  on_hold boolean NOT NULL DEFAULT false,
  -- When it was announced that the task is past due_on.
  overdue_at timestamptz,
  completed_at timestamptz,
  created_by uuid REFERENCES users (id),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CHECK ((workflow_id IS NULL) = (stage_id IS NULL)),
  CHECK (workflow_id IS NULL OR case_id IS NOT NULL)
);
CREATE INDEX tasks_due_order ON tasks ((coalesce(due_on, 'infinity'::date)), id);
CREATE INDEX tasks_status_due ON tasks (status, (coalesce(due_on, 'infinity'::date)), id);
CREATE INDEX tasks_updated ON tasks (updated_at, id);
CREATE INDEX tasks_priority ON tasks (priority_rank, id);
CREATE INDEX tasks_case ON tasks (case_id, (coalesce(due_on, 'infinity'::date)), id)
  WHERE case_id IS NOT NULL;
CREATE INDEX tasks_stage ON tasks (stage_id) WHERE stage_id IS NOT NULL;
CREATE INDEX tasks_workflow ON tasks (workflow_id) WHERE workflow_id IS NOT NULL;
CREATE INDEX tasks_creator ON tasks (created_by) WHERE case_id IS NULL;
CREATE INDEX tasks_title_trgm ON tasks USING gin (title gin_trgm_ops);
CREATE INDEX tasks_not_announced ON tasks (due_on, id)
  WHERE overdue_at IS NULL AND NOT on_hold AND status IN ('open', 'in-progress', 'blocked');

CREATE TABLE task_assignees (
  task_id uuid NOT NULL REFERENCES tasks (id),
  user_id uuid NOT NULL REFERENCES users (id),
  assigned_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (task_id, user_id)
);
CREATE INDEX task_assignees_user ON task_assignees (user_id, task_id);

CREATE TABLE task_comments (
  id uuid PRIMARY KEY,
  task_id uuid NOT NULL REFERENCES tasks (id),
  author_id uuid REFERENCES users (id),
  author_name text NOT NULL,
  text text NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX task_comments_task ON task_comments (task_id, at, id);
