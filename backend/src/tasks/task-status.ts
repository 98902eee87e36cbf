import { taskStatusMoves } from '@lexiflow/contracts';
import type { TaskStatus } from '@lexiflow/contracts';
import { taskErrors } from './tasks.errors.ts';

/** Statuses of a task that somebody still has to do. */
export const unfinishedStatuses = ['open', 'in-progress', 'blocked'] as const;

/** Whether nobody has to do anything about a task in this status. */
export function isFinished(status: TaskStatus): boolean {
  return status === 'done' || status === 'cancelled';
}

/** Throws TASK_STATUS_REFUSED, with the legal moves, for one outside `taskStatusMoves`. */
export function requireTaskMove(from: TaskStatus, to: TaskStatus): void {
  const legal = taskStatusMoves[from];
  if (legal.includes(to)) return;
  throw taskErrors.statusRefused({
    detail: `${from} → ${to}; from ${from} a task can go to ${legal.join(', ')}.`,
    extra: { from, legal },
  });
}
