import type { TaskDetail, TaskStatus } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { Actor } from '../audit/current-actor.ts';
import type { Tables } from '../platform/database/tables.ts';

/** A task that a stage of a workflow made. */
export type PlannedTask = TaskDetail & {
  readonly workflowId: string;
  readonly stageId: string;
};

/** What the owner of planned tasks has to say about their moves, in the transaction of the move. */
export interface PlannedTaskRule {
  /** Throws when the task may not go to that status. */
  beforeMove(trx: Transaction<Tables>, task: PlannedTask, to: TaskStatus): Promise<void>;
  /** Called when the task has its new status. */
  afterMove(trx: Transaction<Tables>, actor: Actor, task: PlannedTask): Promise<void>;
}

/**
 * Where the owner of planned tasks makes itself known: the workflow knows the tasks, the tasks do
 * not know the workflow.
 */
@Injectable()
export class TaskRules {
  #rule: PlannedTaskRule | null = null;

  /** Sets the one rule; throws when there is one already. */
  use(rule: PlannedTaskRule): void {
    if (this.#rule !== null) throw new Error('There is a rule for planned tasks already');
    this.#rule = rule;
  }

  async beforeMove(trx: Transaction<Tables>, task: TaskDetail, to: TaskStatus): Promise<void> {
    if (isPlanned(task)) await this.#rule?.beforeMove(trx, task, to);
  }

  async afterMove(trx: Transaction<Tables>, actor: Actor, task: TaskDetail): Promise<void> {
    if (isPlanned(task)) await this.#rule?.afterMove(trx, actor, task);
  }
}

function isPlanned(task: TaskDetail): task is PlannedTask {
  return task.workflowId !== null && task.stageId !== null;
}
