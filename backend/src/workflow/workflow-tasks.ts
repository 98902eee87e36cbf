import type { TaskStatus } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { Actor } from '../audit/current-actor.ts';
import type { Tables } from '../platform/database/tables.ts';
import { TaskRules } from '../tasks/task-rules.ts';
import type { PlannedTask, PlannedTaskRule } from '../tasks/task-rules.ts';
import { isFinished } from '../tasks/task-status.ts';
import { advance } from './workflow-machine.ts';
import { WorkflowProgress } from './workflow-progress.ts';
import { WorkflowSteps } from './workflow-steps.ts';
import { workflowErrors } from './workflow.errors.ts';

/**
 * Keeps workflow and tasks in agreement: it refuses moves of tasks that would contradict their
 * stage, and ends a stage with the task that finishes it, in the transaction of that task.
 */
@Injectable()
export class WorkflowTasks implements PlannedTaskRule {
  constructor(
    private readonly progress: WorkflowProgress,
    private readonly steps: WorkflowSteps,
    rules: TaskRules,
  ) {
    rules.use(this);
  }

  /** Throws WORKFLOW_TASK_REQUIRED, WORKFLOW_STAGE_CLOSED. */
  async beforeMove(trx: Transaction<Tables>, task: PlannedTask, to: TaskStatus): Promise<void> {
    const { state } = await this.progress.read(trx, task.workflowId);
    const stage = state.stages.find(({ id }) => id === task.stageId);
    const isActive = stage?.status === 'active';
    if (isActive && task.required && to === 'cancelled') throw workflowErrors.taskRequired();
    if (!isActive && isFinished(task.status)) throw workflowErrors.stageClosed();
  }

  async afterMove(trx: Transaction<Tables>, actor: Actor, task: PlannedTask): Promise<void> {
    const { record, stages, state } = await this.progress.read(trx, task.workflowId);
    const steps = advance(state);
    if (steps.length > 0) await this.steps.apply(trx, actor, record, stages, steps);
  }
}
