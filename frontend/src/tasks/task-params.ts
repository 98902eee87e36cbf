import type { TaskSort, TaskStatus } from '@lexiflow/contracts';
import { taskPriorities, taskStatuses } from '@lexiflow/contracts';
import type { QueryValue } from '../api/query-string.ts';
import { anyText, oneOf, type Params } from '../ui/use-search-params.ts';

/** Orders of the list, as the API names them. */
export const taskSorts = [
  'dueOn',
  '-dueOn',
  '-priority',
  'priority',
  '-updatedAt',
  'updatedAt',
] as const satisfies readonly TaskSort[];

/** Whose tasks: one's own, everybody's, nobody's. */
export const assigneeFilters = ['me', 'all', 'none'] as const;
/** `unfinished` beside the statuses; `any` for all of them. */
export const statusFilters = ['unfinished', 'any', ...taskStatuses] as const;
/** Spans of due dates. */
export const dueFilters = ['', 'overdue', 'week', 'later'] as const;
/** Priorities a list can be narrowed to; empty for any. */
export const priorityFilters = ['', ...taskPriorities] as const;

/** What the address of the tasks holds. */
export const taskParams = {
  view: oneOf(['list', 'board'], 'list'),
  q: anyText,
  assignee: oneOf(assigneeFilters, 'me'),
  status: oneOf(statusFilters, 'unfinished'),
  due: oneOf(dueFilters, ''),
  priority: oneOf(priorityFilters, ''),
  caseId: anyText,
  sort: oneOf(taskSorts, 'dueOn'),
  task: anyText,
};

/** The values of the tasks' address. */
export type TaskParams = Params<typeof taskParams>;

/** Takes every filter away. */
export const noFilters: Partial<TaskParams> = {
  q: '',
  assignee: 'all',
  status: 'unfinished',
  due: '',
  priority: '',
  caseId: '',
};

/** Whether anything but the default is filtered. */
export function isFiltered({ q, status, due, priority, caseId }: TaskParams): boolean {
  return Boolean(q || due || priority || caseId) || status !== 'unfinished';
}

/** The filters that list and board share, as the API takes them; `today` is `YYYY-MM-DD`. */
export function boardQuery(params: TaskParams, today: string): Record<string, QueryValue> {
  const { q, assignee, due, priority, caseId } = params;
  return {
    q,
    priority,
    caseId,
    assignee: assignee === 'all' ? undefined : assignee,
    ...(due === 'overdue' ? { overdue: true } : {}),
    ...(due === 'week' ? { dueFrom: today, dueTo: daysAfter(today, 7) } : {}),
    ...(due === 'later' ? { dueFrom: daysAfter(today, 8) } : {}),
  };
}

/** The query of the list. */
export function listQuery(params: TaskParams, today: string): Record<string, QueryValue> {
  const { status, sort } = params;
  const narrowed =
    status === 'unfinished' ? { finished: false } : status === 'any' ? {} : { status };
  return { ...boardQuery(params, today), ...narrowed, sort };
}

/** Statuses in the order of the board's columns. */
export const boardColumns: readonly TaskStatus[] = taskStatuses;

function daysAfter(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}
