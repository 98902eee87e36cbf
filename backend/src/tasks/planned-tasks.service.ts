import type { AssigneeRole } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import type { Kysely, Transaction } from 'kysely';
import { ChangeLog } from '../audit/change-log.ts';
import type { Actor } from '../audit/current-actor.ts';
import type { Tables } from '../platform/database/tables.ts';
import type { StageTask, TaskPlan, TaskStage } from './planned-task.ts';
import { PlannedTasksRepository } from './planned-tasks.repository.ts';
import { TaskAssigneesRepository } from './task-assignees.repository.ts';
import { taskChanges } from './task-changes.ts';

/**
 * The tasks of workflow stages. What changes something is part of the caller's transaction, and the
 * caller holds the lock of the case.
 */
@Injectable()
export class PlannedTasksService {
  constructor(
    private readonly planned: PlannedTasksRepository,
    private readonly assignees: TaskAssigneesRepository,
    private readonly changes: ChangeLog,
  ) {}

  /**
   * Makes the tasks of a stage. Each is given to those in the case team who hold its role; with
   * nobody there it stays unassigned.
   */
  async create(
    trx: Transaction<Tables>,
    actor: Actor,
    stage: TaskStage,
    plans: readonly TaskPlan[],
  ): Promise<void> {
    if (plans.length === 0) return;
    const holders = await this.assignees.holders(trx, stage.caseId);
    const given = (role: AssigneeRole | null): readonly string[] =>
      role === null ? [] : (holders.get(role) ?? []);
    const made = plans.map((plan) => ({ plan, userIds: given(plan.assigneeRole) }));
    const ids = await this.planned.insert(trx, stage, made, actor.userId);
    const { caseId, workflowId } = stage;
    const changes = made.flatMap(({ userIds }, index) =>
      taskChanges.created({ id: ids[index] ?? '', caseId, added: userIds, workflowId }),
    );
    await this.changes.record(trx, actor, ...changes);
  }

  /** The tasks of all stages of a workflow. */
  async ofWorkflow(db: Kysely<Tables>, workflowId: string): Promise<StageTask[]> {
    return this.planned.ofWorkflow(db, workflowId);
  }

  /** Cancels what nobody has finished: of one stage, or of the whole workflow without one. */
  async cancelUnfinished(
    trx: Transaction<Tables>,
    actor: Actor,
    workflowId: string,
    stageId?: string,
  ): Promise<void> {
    const cancelled = await this.planned.cancel(trx, workflowId, stageId);
    const changes = cancelled.flatMap((task) => taskChanges.changed(task, ['status'], 'cancelled'));
    if (changes.length > 0) await this.changes.record(trx, actor, ...changes);
  }

  /** Stops or restarts the clock of the tasks of a workflow: on hold none becomes overdue. */
  async setOnHold(trx: Transaction<Tables>, workflowId: string, isOnHold: boolean): Promise<void> {
    await this.planned.setOnHold(trx, workflowId, isOnHold);
  }

  /** Moves the due dates of the unfinished tasks of a workflow. */
  async shift(
    trx: Transaction<Tables>,
    workflowId: string,
    shifted: (dueOn: string) => string,
  ): Promise<void> {
    const dueDates = await this.planned.dueDates(trx, workflowId);
    await this.planned.move(
      trx,
      workflowId,
      dueDates.map((dueOn) => ({ from: dueOn, to: shifted(dueOn) })),
    );
  }
}
