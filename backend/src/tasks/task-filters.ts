import type { TaskQuery, TaskSort } from '@lexiflow/contracts';
import { sql } from 'kysely';
import type { RawBuilder, SqlBool } from 'kysely';
import type { Keyset } from '../platform/database/keyset.ts';
import { containsPattern } from '../platform/database/like-pattern.ts';

const isUnfinished = sql`tasks.status in ('open', 'in-progress', 'blocked')`;

/** Unfinished, not on hold, and due before today (UTC). */
export const isOverdue = sql<boolean>`(tasks.due_on < (now() at time zone 'UTC')::date
  and not tasks.on_hold and ${isUnfinished})`;

/** The filters of `GET /api/tasks` as one SQL condition on `tasks`. */
export function taskFilters(query: TaskQuery, userId: string | null): RawBuilder<SqlBool> {
  const parts: RawBuilder<unknown>[] = [sql`true`];
  const { q, assignee, caseId, status, dueFrom, dueTo } = query;
  if (q) parts.push(sql`tasks.title ilike ${containsPattern(q)}`);
  if (assignee === 'none')
    parts.push(
      sql`not exists (select 1 from task_assignees as given where given.task_id = tasks.id)`,
    );
  else if (assignee)
    parts.push(sql`exists (select 1 from task_assignees as given where given.task_id = tasks.id
      and given.user_id = ${assignee === 'me' ? userId : assignee}::uuid)`);
  if (caseId === 'none') parts.push(sql`tasks.case_id is null`);
  else if (caseId) parts.push(sql`tasks.case_id = ${caseId}::uuid`);
  if (query.workflowId) parts.push(sql`tasks.workflow_id = ${query.workflowId}::uuid`);
  if (query.stageId) parts.push(sql`tasks.stage_id = ${query.stageId}::uuid`);
  if (status) parts.push(sql`tasks.status = ${status}`);
  if (query.finished !== undefined)
    parts.push(query.finished ? sql`not ${isUnfinished}` : isUnfinished);
  if (query.priority) parts.push(sql`tasks.priority = ${query.priority}`);
  if (dueFrom) parts.push(sql`tasks.due_on >= ${dueFrom}::date`);
  if (dueTo) parts.push(sql`tasks.due_on <= ${dueTo}::date`);
  if (query.overdue !== undefined)
    parts.push(query.overdue ? isOverdue : sql`${isOverdue} is not true`);
  return sql<SqlBool>`${sql.join(parts, sql` and `)}`;
}

const sorts: Record<TaskSort, Keyset['columns'][number]> = {
  // A task without a due date stands last, in both directions.
  dueOn: { expression: sql`coalesce(tasks.due_on, 'infinity'::date)`, type: 'date' },
  '-dueOn': { expression: sql`coalesce(tasks.due_on, '-infinity'::date)`, type: 'date' },
  priority: { expression: sql`tasks.priority_rank`, type: 'bigint' },
  '-priority': { expression: sql`tasks.priority_rank`, type: 'bigint' },
  updatedAt: { expression: sql`tasks.updated_at`, type: 'timestamptz' },
  '-updatedAt': { expression: sql`tasks.updated_at`, type: 'timestamptz' },
};

/** The order of a list of tasks. */
export function taskKeyset(sort: TaskSort): Keyset {
  return {
    name: `tasks:${sort}`,
    isDescending: sort.startsWith('-'),
    columns: [sorts[sort], { expression: sql`tasks.id`, type: 'uuid' }],
  };
}
