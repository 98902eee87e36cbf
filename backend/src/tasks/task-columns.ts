import type { ChecklistItem, TaskAssignee } from '@lexiflow/contracts';
import { sql } from 'kysely';
import { isOverdue } from './task-filters.ts';

const assignees = sql<TaskAssignee[]>`coalesce((
  select json_agg(json_build_object('userId', u.id, 'name', u.name) order by u.name, u.id)
  from task_assignees as given join users as u on u.id = given.user_id
  where given.task_id = tasks.id), '[]')`;

/** What lists and the board show. */
export const rowColumns = [
  'tasks.id',
  'tasks.title',
  'tasks.status',
  'tasks.priority',
  'tasks.case_id as caseId',
  'cases.title as caseTitle',
  'tasks.due_on as dueOn',
  isOverdue.as('isOverdue'),
  assignees.as('assignees'),
  'tasks.assignee_role as assigneeRole',
  sql<number>`(select count(*)::int from jsonb_array_elements(tasks.checklist) as item
    where (item ->> 'done')::boolean)`.as('checklistDone'),
  sql<number>`jsonb_array_length(tasks.checklist)`.as('checklistTotal'),
  sql<number>`(select count(*)::int from task_comments as said
    where said.task_id = tasks.id)`.as('commentCount'),
  'tasks.workflow_id as workflowId',
  'tasks.workflow_label as workflowLabel',
  'tasks.required',
  'tasks.on_hold as onHold',
  'tasks.version',
  'tasks.updated_at as updatedAt',
] as const;

/** What the task's own page shows beside them. */
export const detailColumns = [
  'tasks.description',
  sql<ChecklistItem[]>`tasks.checklist`.as('checklist'),
  'tasks.stage_id as stageId',
  sql<TaskAssignee | null>`(select json_build_object('userId', u.id, 'name', u.name)
    from users as u where u.id = tasks.created_by)`.as('createdBy'),
  'tasks.created_at as createdAt',
  'tasks.completed_at as completedAt',
] as const;
