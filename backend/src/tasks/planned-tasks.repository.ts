import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Kysely, Transaction } from 'kysely';
import { newId } from '../platform/database/id.ts';
import type { Tables } from '../platform/database/tables.ts';
import type { CancelledTask, StageTask, TaskPlan, TaskStage } from './planned-task.ts';
import { unfinishedStatuses } from './task-status.ts';
import './tasks.schema.ts';

const isUnfinished = sql`status in (${sql.join(unfinishedStatuses)})`;

/** SQL of the tasks that workflow stages made. */
@Injectable()
export class PlannedTasksRepository {
  /** Makes the tasks of a stage in two statements; answers their ids in the order of `made`. */
  async insert(
    trx: Transaction<Tables>,
    stage: TaskStage,
    made: readonly { readonly plan: TaskPlan; readonly userIds: readonly string[] }[],
    createdBy: string | null,
  ): Promise<string[]> {
    const rows = made.map(({ plan }) => ({
      id: newId(),
      case_id: stage.caseId,
      workflow_id: stage.workflowId,
      stage_id: stage.stageId,
      workflow_label: stage.label,
      title: plan.title,
      description: plan.description,
      priority: plan.priority,
      due_on: plan.dueOn,
      required: plan.required,
      assignee_role: plan.assigneeRole,
      checklist: JSON.stringify(plan.checklist.map((text) => ({ text, done: false }))),
      created_by: createdBy,
    }));
    await trx.insertInto('tasks').values(rows).execute();
    const given = made.flatMap(({ userIds }, index) =>
      userIds.map((userId) => ({ task_id: rows[index]?.id ?? '', user_id: userId })),
    );
    if (given.length > 0) await trx.insertInto('task_assignees').values(given).execute();
    return rows.map(({ id }) => id);
  }

  async ofWorkflow(db: Kysely<Tables>, workflowId: string): Promise<StageTask[]> {
    const { rows } = await sql<StageTask>`select stage_id as "stageId", status, required,
        exists (select 1 from task_assignees as given
          where given.task_id = tasks.id) as "isAssigned"
      from tasks where workflow_id = ${workflowId}`.execute(db);
    return rows;
  }

  /** Cancels what is unfinished and answers it with the status it had. */
  async cancel(
    trx: Transaction<Tables>,
    workflowId: string,
    stageId: string | undefined,
  ): Promise<CancelledTask[]> {
    const ofStage = stageId === undefined ? sql`true` : sql`stage_id = ${stageId}::uuid`;
    const { rows } = await sql<CancelledTask>`with unfinished as (
        select id, status from tasks where workflow_id = ${workflowId} and ${ofStage}
          and ${isUnfinished} for update)
      update tasks set status = 'cancelled', version = version + 1, updated_at = now()
      from unfinished where tasks.id = unfinished.id
      returning tasks.id, tasks.case_id as "caseId", unfinished.status`.execute(trx);
    return rows;
  }

  async setOnHold(trx: Transaction<Tables>, workflowId: string, isOnHold: boolean): Promise<void> {
    await sql`update tasks set on_hold = ${isOnHold}, version = version + 1, updated_at = now()
      where workflow_id = ${workflowId} and on_hold <> ${isOnHold}`.execute(trx);
  }

  /** The distinct due dates of the unfinished tasks. */
  async dueDates(trx: Transaction<Tables>, workflowId: string): Promise<string[]> {
    const { rows } = await sql<{ due: string }>`select distinct due_on as due from tasks
      where workflow_id = ${workflowId} and due_on is not null and ${isUnfinished}`.execute(trx);
    return rows.map(({ due }) => due);
  }

  /** Moves the due dates of the unfinished tasks, all at once: each from its own date. */
  async move(
    trx: Transaction<Tables>,
    workflowId: string,
    moves: readonly { readonly from: string; readonly to: string }[],
  ): Promise<void> {
    if (moves.length === 0) return;
    await sql`update tasks set due_on = moved.later, overdue_at = null, due_soon_at = null, version = version + 1,
        updated_at = now()
      from (select * from unnest(${moves.map(({ from }) => from)}::date[],
        ${moves.map(({ to }) => to)}::date[]) as pairs (earlier, later)) as moved
      where workflow_id = ${workflowId} and ${isUnfinished} and due_on = moved.earlier
        and moved.later <> moved.earlier`.execute(trx);
  }
}
