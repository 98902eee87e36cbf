import type { WorkflowRow, WorkflowStage } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import type { Kysely, Transaction } from 'kysely';
import { Database } from '../platform/database/database.ts';
import type { Tables } from '../platform/database/tables.ts';
import type { StageTask } from '../tasks/planned-task.ts';
import { PlannedTasksService } from '../tasks/planned-tasks.service.ts';
import { isFinished } from '../tasks/task-status.ts';
import type { WorkflowState } from './workflow-machine.ts';
import { workflowErrors } from './workflow.errors.ts';
import { WorkflowStateRepository } from './workflow-state.repository.ts';
import type { StageRow, WorkflowRecord } from './workflow-state.repository.ts';

/** Where a workflow stands: for people, and for the machine. */
export interface Progress {
  readonly stages: WorkflowStage[];
  readonly state: WorkflowState;
}

/** Reads stages and tasks together. */
@Injectable()
export class WorkflowProgress {
  constructor(
    private readonly database: Database,
    private readonly states: WorkflowStateRepository,
    private readonly tasks: PlannedTasksService,
  ) {}

  /** Of a workflow that the viewer may see. */
  async of(
    { id, status }: Pick<WorkflowRow, 'id' | 'status'>,
    trx?: Transaction<Tables>,
  ): Promise<Progress> {
    const db: Kysely<Tables> = trx ?? this.database.db;
    const rows = await this.states.stages(db, id);
    const tasks = await this.tasks.ofWorkflow(db, id);
    const ofStage = Map.groupBy(tasks, ({ stageId }) => stageId);
    const tasksOf = (stage: StageRow): readonly StageTask[] => ofStage.get(stage.id) ?? [];
    return {
      stages: rows.map((row) => ({ ...row, ...countsOf(tasksOf(row)) })),
      state: { status, stages: rows.map((row) => ({ ...row, tasks: tasksOf(row) })) },
    };
  }

  /** For a change, by whoever holds the lock of the case. Throws WORKFLOW_NOT_FOUND. */
  async read(
    trx: Transaction<Tables>,
    id: string,
  ): Promise<Progress & { readonly record: WorkflowRecord }> {
    const record = await this.states.read(trx, id);
    if (!record) throw workflowErrors.notFound();
    return { record, ...(await this.of(record, trx)) };
  }
}

function countsOf(tasks: readonly StageTask[]) {
  return {
    taskCount: tasks.length,
    doneCount: tasks.filter(({ status }) => status === 'done').length,
    openRequired: tasks.filter(({ required, status }) => required && status !== 'done').length,
    unassigned: tasks.filter((task) => !task.isAssigned && !isFinished(task.status)).length,
  };
}
