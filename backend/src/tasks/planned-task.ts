import type { TaskStatus, TemplateTask } from '@lexiflow/contracts';

/** The stage that tasks belong to. */
export interface TaskStage {
  readonly caseId: string;
  readonly workflowId: string;
  readonly stageId: string;
  /** Workflow and stage in words. */
  readonly label: string;
}

/** One task to be made, its due date reckoned. */
export type TaskPlan = Omit<TemplateTask, 'dueAfter'> & { readonly dueOn: string };

/** What a workflow has to know of one of its tasks. */
export interface StageTask {
  readonly stageId: string;
  readonly status: TaskStatus;
  readonly required: boolean;
  readonly isAssigned: boolean;
}

/** A task that was cancelled, with the status it had. */
export interface CancelledTask {
  readonly id: string;
  readonly caseId: string | null;
  readonly status: TaskStatus;
}
