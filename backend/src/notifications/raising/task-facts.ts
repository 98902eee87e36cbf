import { sql, type Transaction } from 'kysely';
import type { Tables } from '../../platform/database/tables.ts';
import { notificationsLimits } from '../notifications.limits.ts';

/** What a notification about a task needs to know. */
export interface TaskFacts {
  readonly title: string;
  readonly assigneeIds: readonly string[];
}

/** A task's title and who is to do it; null when there is no such task (any more). */
export async function taskOf(trx: Transaction<Tables>, id: string): Promise<TaskFacts | null> {
  const { rows } = await sql<TaskFacts>`select t.title, array(
      select a.user_id from task_assignees as a where a.task_id = t.id
      limit ${notificationsLimits.recipients.value}) as "assigneeIds"
    from tasks as t where t.id = ${id}`.execute(trx);
  return rows[0] ?? null;
}
