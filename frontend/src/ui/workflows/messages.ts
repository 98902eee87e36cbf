import type {
  DurationUnit,
  StageAdvance,
  StageStatus,
  WorkflowMove,
  WorkflowStatus,
} from '@lexiflow/contracts';
import { plural } from '../plural.ts';

/** Texts of workflows wherever they are shown. */
export const workflowMessages = {
  status: {
    'not-started': 'Not started',
    running: 'Running',
    paused: 'Paused',
    completed: 'Completed',
    cancelled: 'Cancelled',
  } satisfies Record<WorkflowStatus, string>,
  stage: {
    pending: 'Not begun',
    active: 'Active',
    done: 'Done',
    skipped: 'Skipped',
  } satisfies Record<StageStatus, string>,
  move: {
    start: 'Start',
    pause: 'Pause',
    resume: 'Resume',
    cancel: 'Cancel the workflow',
    'complete-stage': 'End the stage',
    'skip-stage': 'Skip',
  } satisfies Record<WorkflowMove, string>,
  unit: {
    days: 'Days',
    'business-days': 'Business days',
  } satisfies Record<DurationUnit, string>,
  advance: {
    automatic: 'With its last required task',
    'by-hand': 'By hand',
  } satisfies Record<StageAdvance, string>,
  duration: (count: number, unit: DurationUnit) =>
    unit === 'days' ? plural(count, 'day', 'days') : plural(count, 'business day', 'business days'),
  overdue: 'Overdue',
  revision: (number: number) => `Revision ${number}`,
} as const;
