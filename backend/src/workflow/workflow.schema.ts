import type { DurationUnit, StageAdvance, StageStatus, WorkflowStatus } from '@lexiflow/contracts';
import type { Generated } from 'kysely';

/** A template; its stages stand in the row of its revision. */
export interface WorkflowTemplateTable {
  id: string;
  name: string;
  description: Generated<string>;
  revision: Generated<number>;
  stage_count: number;
  task_count: number;
  archived_at: string | null;
  version: Generated<number>;
  created_at: Generated<string>;
  updated_at: Generated<string>;
}

/** What a template said at a revision; never changed. */
export interface WorkflowTemplateRevisionTable {
  template_id: string;
  revision: number;
  stages: unknown;
  created_at: Generated<string>;
}

/** A workflow on a case. */
export interface WorkflowTable {
  id: string;
  case_id: string;
  template_id: string;
  revision: number;
  name: string;
  status: Generated<WorkflowStatus>;
  started_on: string | null;
  paused_on: string | null;
  version: Generated<number>;
  created_at: Generated<string>;
  updated_at: Generated<string>;
}

/** One stage of a workflow, as its template said it. */
export interface WorkflowStageTable {
  id: string;
  workflow_id: string;
  position: number;
  name: string;
  duration: number;
  unit: DurationUnit;
  advance: StageAdvance;
  status: Generated<StageStatus>;
  started_on: string | null;
  due_on: string | null;
  overdue_at: string | null;
}

/** One change of state; `stage_id` is null for those of the workflow itself. */
export interface WorkflowTransitionTable {
  id: Generated<number>;
  workflow_id: string;
  stage_id: string | null;
  from_status: string | null;
  to_status: string;
  at: Generated<string>;
  actor_id: string | null;
  actor_name: string;
  reason: string | null;
}

declare module '../platform/database/tables.ts' {
  interface Tables {
    workflow_templates: WorkflowTemplateTable;
    workflow_template_revisions: WorkflowTemplateRevisionTable;
    workflows: WorkflowTable;
    workflow_stages: WorkflowStageTable;
    workflow_transitions: WorkflowTransitionTable;
  }
}
