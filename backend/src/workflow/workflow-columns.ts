import { sql } from 'kysely';

const today = sql`(now() at time zone 'UTC')::date`;

/** True for a running workflow whose active stage is past its due date. */
export const isOverdueWorkflow = sql<boolean>`(workflows.status = 'running'
  and coalesce(active.due_on < ${today}, false))`;

/** What lists show of a workflow; `active` is its active stage, if it has one. */
export const rowColumns = [
  'workflows.id',
  'workflows.case_id as caseId',
  'cases.title as caseTitle',
  'workflows.name',
  'workflows.template_id as templateId',
  'workflows.revision',
  'workflows.status',
  sql<number>`(select count(*)::int from workflow_stages as counted
    where counted.workflow_id = workflows.id)`.as('stageCount'),
  sql<number>`(select count(*)::int from workflow_stages as counted
    where counted.workflow_id = workflows.id
      and counted.status in ('done', 'skipped'))`.as('endedStages'),
  'active.name as stageName',
  'active.due_on as dueOn',
  isOverdueWorkflow.as('isOverdue'),
  'workflows.started_on as startedOn',
  'workflows.version',
  'workflows.updated_at as updatedAt',
] as const;
