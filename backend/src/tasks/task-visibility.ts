import { sql } from 'kysely';
import type { RawBuilder, SqlBool } from 'kysely';
import type { AccessService } from '../authorization/access.service.ts';
import type { Viewer } from '../platform/http/viewer.ts';

/**
 * The tasks a viewer may know of, as SQL on `tasks`: those of visible cases; without a case, those
 * one made or is to do, and all of them with `task:team`.
 */
export function visibleTasks(access: AccessService, viewer: Viewer): RawBuilder<SqlBool> {
  const ofCase = sql`(tasks.case_id is not null and ${access.visibleCases(viewer, 'tasks.case_id')})`;
  if (viewer.userId === null || access.can(viewer, 'task:team'))
    return sql<SqlBool>`(tasks.case_id is null or ${ofCase})`;
  return sql<SqlBool>`(${ofCase} or (tasks.case_id is null and (
    tasks.created_by = ${viewer.userId} or exists (select 1 from task_assignees as mine
      where mine.task_id = tasks.id and mine.user_id = ${viewer.userId}))))`;
}
