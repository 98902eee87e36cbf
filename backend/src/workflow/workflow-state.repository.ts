import type { StageStatus, WorkflowStage, WorkflowStatus } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Kysely, Transaction } from 'kysely';
import type { Viewer } from '../platform/http/viewer.ts';
import type { Tables } from '../platform/database/tables.ts';
import './workflow.schema.ts';

/** A stage as its row has it. */
export type StageRow = Omit<
  WorkflowStage,
  'taskCount' | 'doneCount' | 'openRequired' | 'unassigned'
>;

/** A workflow as its row has it, whoever looks at it. */
export interface WorkflowRecord {
  readonly id: string;
  readonly caseId: string;
  readonly templateId: string;
  readonly revision: number;
  readonly name: string;
  readonly status: WorkflowStatus;
  readonly pausedOn: string | null;
}

/** One transition for the history. */
export interface NewTransition {
  readonly stageId: string | null;
  readonly from: string | null;
  readonly to: string;
}

/** SQL of the states of a workflow and its stages. The caller has checked the access to the case. */
@Injectable()
export class WorkflowStateRepository {
  async read(db: Kysely<Tables>, id: string): Promise<WorkflowRecord | undefined> {
    return db
      .selectFrom('workflows')
      .select([
        'id',
        'case_id as caseId',
        'template_id as templateId',
        'revision',
        'name',
        'status',
        'paused_on as pausedOn',
      ])
      .where('id', '=', id)
      .executeTakeFirst();
  }

  /** The stages in their order. */
  async stages(db: Kysely<Tables>, workflowId: string): Promise<StageRow[]> {
    const { rows } = await sql<StageRow>`select s.id, s.name, s.position, s.status, s.duration,
        s.unit, s.advance, s.started_on as "startedOn", s.due_on as "dueOn",
        coalesce(w.status = 'running' and s.status = 'active'
          and s.due_on < (now() at time zone 'UTC')::date, false) as "isOverdue"
      from workflow_stages as s join workflows as w on w.id = s.workflow_id
      where s.workflow_id = ${workflowId} order by s.position`.execute(db);
    return rows;
  }

  async setStatus(
    trx: Transaction<Tables>,
    id: string,
    status: WorkflowStatus,
    dates: { started_on?: string; paused_on?: string | null },
  ): Promise<void> {
    await trx
      .updateTable('workflows')
      .set({ status, ...dates })
      .where('id', '=', id)
      .execute();
  }

  async setStage(
    trx: Transaction<Tables>,
    stageId: string,
    status: StageStatus,
    dates: { started_on?: string; due_on?: string },
  ): Promise<void> {
    await trx
      .updateTable('workflow_stages')
      .set({ status, ...dates })
      .where('id', '=', stageId)
      .execute();
  }

  /** Gives the active stage a later due date, which is announced anew when it passes. */
  async moveDueDate(trx: Transaction<Tables>, stageId: string, dueOn: string): Promise<void> {
    await sql`update workflow_stages set due_on = ${dueOn}::date, overdue_at = null
      where id = ${stageId} and due_on <> ${dueOn}::date`.execute(trx);
  }

  /** Marks that the workflow was changed: a new version. */
  async touch(trx: Transaction<Tables>, id: string): Promise<void> {
    await sql`update workflows set version = version + 1, updated_at = now()
      where id = ${id}`.execute(trx);
  }

  async recordTransitions(
    trx: Transaction<Tables>,
    workflowId: string,
    actor: Viewer,
    transitions: readonly NewTransition[],
    reason: string | null,
  ): Promise<void> {
    await trx
      .insertInto('workflow_transitions')
      .values(
        transitions.map(({ stageId, from, to }) => ({
          workflow_id: workflowId,
          stage_id: stageId,
          from_status: from,
          to_status: to,
          actor_id: actor.userId,
          actor_name: actor.name,
          reason,
        })),
      )
      .execute();
  }
}
