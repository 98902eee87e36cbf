import type { AssigneeRole, TaskPriority, TaskStatus } from '@lexiflow/contracts';
import type { Generated } from 'kysely';

/** A piece of work. Those with a `workflow_id` were made by a stage of it. */
export interface TaskTable {
  id: string;
  case_id: string | null;
  title: string;
  description: Generated<string>;
  status: Generated<TaskStatus>;
  priority: Generated<TaskPriority>;
  priority_rank: Generated<number>;
  due_on: string | null;
  checklist: Generated<unknown>;
  workflow_id: string | null;
  stage_id: string | null;
  workflow_label: string | null;
  assignee_role: AssigneeRole | null;
  required: Generated<boolean>;
  on_hold: Generated<boolean>;
  overdue_at: string | null;
  due_soon_at: string | null;
  completed_at: string | null;
  created_by: string | null;
  version: Generated<number>;
  created_at: Generated<string>;
  updated_at: Generated<string>;
}

/** Who is to do a task. */
export interface TaskAssigneeTable {
  task_id: string;
  user_id: string;
  assigned_at: Generated<string>;
}

/** What somebody said about a task; never changed. */
export interface TaskCommentTable {
  id: string;
  task_id: string;
  author_id: string | null;
  author_name: string;
  text: string;
  at: Generated<string>;
}

declare module '../platform/database/tables.ts' {
  interface Tables {
    tasks: TaskTable;
    task_assignees: TaskAssigneeTable;
    task_comments: TaskCommentTable;
  }
}
