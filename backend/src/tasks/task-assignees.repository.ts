import type { AssigneeRole, TaskAssignee } from '@lexiflow/contracts';
import { MAX_ASSIGNEES } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Transaction } from 'kysely';
import { Database } from '../platform/database/database.ts';
import { containsPattern } from '../platform/database/like-pattern.ts';
import type { Tables } from '../platform/database/tables.ts';
import { assignableUsers } from './assignable-users.ts';
import { tasksLimits } from './tasks.limits.ts';
import './tasks.schema.ts';

/** SQL of who is to do which task. */
@Injectable()
export class TaskAssigneesRepository {
  constructor(private readonly database: Database) {}

  /** Users who can be given a task, by name. */
  async candidates(caseId: string | null, q: string): Promise<TaskAssignee[]> {
    const { rows } = await sql<TaskAssignee>`select u.id as "userId", u.name from users as u
      where ${assignableUsers(caseId)} and u.name ilike ${containsPattern(q)}
      order by lower(u.name), u.id
      limit ${tasksLimits.candidates.value}`.execute(this.database.db);
    return rows;
  }

  /** Those of `userIds` who cannot be given a task of that case. */
  async refused(
    trx: Transaction<Tables>,
    caseId: string | null,
    userIds: readonly string[],
  ): Promise<string[]> {
    if (userIds.length === 0) return [];
    const { rows } = await sql<{ id: string }>`select u.id from users as u
      where u.id = any(${[...userIds]}::uuid[]) and ${assignableUsers(caseId)}`.execute(trx);
    const allowed = new Set(rows.map(({ id }) => id));
    return userIds.filter((id) => !allowed.has(id));
  }

  /**
   * Who holds each of the roles in the team of a case, at most MAX_ASSIGNEES for each, those who
   * joined first before the others. A role that nobody holds has no entry.
   */
  async holders(
    trx: Transaction<Tables>,
    caseId: string,
  ): Promise<ReadonlyMap<AssigneeRole, readonly string[]>> {
    const { rows } = await sql<{ id: string; teamRole: string; role: string }>`
      select u.id, joined.team_role as "teamRole", u.role
      from case_team as joined join users as u on u.id = joined.user_id
      where joined.case_id = ${caseId} and ${assignableUsers(caseId)}
      order by joined.added_at, u.id`.execute(trx);
    const found = new Map<AssigneeRole, string[]>();
    const add = (role: AssigneeRole, id: string): void => {
      const ids = found.get(role) ?? [];
      if (ids.length < MAX_ASSIGNEES) found.set(role, [...ids, id]);
    };
    for (const { id, teamRole, role } of rows) {
      add('member', id);
      if (teamRole === 'lead') add('lead', id);
      if (role === 'partner' || role === 'associate' || role === 'paralegal') add(role, id);
    }
    return found;
  }

  async add(trx: Transaction<Tables>, taskId: string, userIds: readonly string[]): Promise<void> {
    if (userIds.length === 0) return;
    await trx
      .insertInto('task_assignees')
      .values(userIds.map((userId) => ({ task_id: taskId, user_id: userId })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  async remove(
    trx: Transaction<Tables>,
    taskId: string,
    userIds: readonly string[],
  ): Promise<void> {
    if (userIds.length === 0) return;
    await trx
      .deleteFrom('task_assignees')
      .where('task_id', '=', taskId)
      .where('user_id', 'in', [...userIds])
      .execute();
  }

  /** Takes a user off several tasks; each gets a new version. */
  async removeFrom(
    trx: Transaction<Tables>,
    taskIds: readonly string[],
    userId: string,
  ): Promise<void> {
    await sql`delete from task_assignees
      where user_id = ${userId} and task_id = any(${[...taskIds]}::uuid[])`.execute(trx);
    await sql`update tasks set version = version + 1, updated_at = now()
      where id = any(${[...taskIds]}::uuid[])`.execute(trx);
  }

  /**
   * The unfinished tasks of a case that are assigned to somebody who cannot see the case now. Their
   * rows are locked until the transaction ends.
   */
  async lost(trx: Transaction<Tables>, caseId: string, userId: string): Promise<string[]> {
    const { rows } = await sql<{ id: string }>`select tasks.id from tasks
      where tasks.case_id = ${caseId} and tasks.status in ('open', 'in-progress', 'blocked')
        and exists (select 1 from task_assignees as given
          where given.task_id = tasks.id and given.user_id = ${userId})
        and not exists (select 1 from users as u
          where u.id = ${userId} and ${assignableUsers(caseId)})
      order by tasks.id for update`.execute(trx);
    return rows.map(({ id }) => id);
  }
}
