import type { TaskRow } from '@lexiflow/contracts';
import { CheckSquare, MessageSquare } from 'lucide-react';
import type { CsvColumn } from '../csv.ts';
import { uiMessages } from '../messages.ts';
import type { RowColumn } from '../row-table.tsx';
import { taskMessages as text } from './messages.ts';
import { TaskDue, TaskPeople, TaskPriorityMark, TaskStatusBadge } from './task-badges.tsx';

/** Checklist and comments of a task, as far as it has any. */
export function TaskExtras({ task }: { task: TaskRow }) {
  const { checklistDone, checklistTotal, commentCount } = task;
  return (
    <>
      {checklistTotal > 0 && (
        <span className="numbers inline-flex items-center gap-1">
          <CheckSquare size={12} aria-hidden />
          {text.checklist(checklistDone, checklistTotal)}
        </span>
      )}
      {commentCount > 0 && (
        <span className="numbers inline-flex items-center gap-1">
          <MessageSquare size={12} aria-hidden />
          {text.comments(commentCount)}
        </span>
      )}
    </>
  );
}

function Title({ task }: { task: TaskRow }) {
  return (
    <>
      <span className="block truncate font-medium">{task.title}</span>
      <span className="flex flex-wrap items-center gap-x-2.5 text-xs text-faint">
        {task.workflowLabel !== null && <span className="truncate">{task.workflowLabel}</span>}
        {task.required && <span title={text.requiredHint}>{text.required}</span>}
        <TaskExtras task={task} />
      </span>
    </>
  );
}

const caseColumn: RowColumn<TaskRow> = {
  id: 'case',
  header: text.columns.case,
  width: 'minmax(8rem, 1.5fr)',
  cell: (task) => (
    <span className="block truncate text-dim">{task.caseTitle ?? uiMessages.none}</span>
  ),
};

/** The columns of a list of tasks on a wide window; those of one case leave its name out. */
export function taskColumns(isOfOneCase: boolean): readonly RowColumn<TaskRow>[] {
  return [
    {
      id: 'task',
      header: text.columns.task,
      width: 'minmax(14rem, 3fr)',
      cell: (task) => <Title task={task} />,
    },
    ...(isOfOneCase ? [] : [caseColumn]),
    {
      id: 'assignees',
      header: text.columns.assignees,
      width: 'minmax(8rem, 1.2fr)',
      cell: (task) => (
        <span className="line-clamp-2">
          <TaskPeople task={task} />
        </span>
      ),
    },
    {
      id: 'priority',
      header: text.columns.priority,
      width: '5.5rem',
      sort: 'priority',
      wideOnly: true,
      cell: (task) => <TaskPriorityMark priority={task.priority} />,
    },
    {
      id: 'due',
      header: text.columns.due,
      width: '6.5rem',
      sort: 'dueOn',
      cell: (task) => <TaskDue task={task} />,
    },
    {
      id: 'status',
      header: text.columns.status,
      width: '7rem',
      cell: (task) => <TaskStatusBadge status={task.status} />,
    },
  ];
}

/** A task on a phone. */
export function TaskCard({ task }: { task: TaskRow }) {
  return (
    <>
      <div className="flex items-start justify-between gap-3">
        <span className="line-clamp-2 min-w-0 font-medium">{task.title}</span>
        <TaskStatusBadge status={task.status} />
      </div>
      <p className="mt-0.5 line-clamp-2 text-xs text-faint">
        {task.caseTitle ?? text.noCase}
        {task.workflowLabel !== null && ` · ${task.workflowLabel}`}
      </p>
      <div className="mt-1 flex flex-wrap items-start gap-x-4 gap-y-1 text-xs text-faint">
        {task.dueOn !== null && <TaskDue task={task} />}
        <TaskPriorityMark priority={task.priority} />
        <TaskPeople task={task} />
        <TaskExtras task={task} />
      </div>
    </>
  );
}

/** The columns of a list of tasks as CSV. */
export const taskCsvColumns: readonly CsvColumn<TaskRow>[] = [
  { header: text.columns.task, value: (task) => task.title },
  { header: text.columns.case, value: (task) => task.caseTitle },
  { header: text.columns.workflow, value: (task) => task.workflowLabel },
  {
    header: text.columns.assignees,
    value: (task) => task.assignees.map(({ name }) => name).join('; '),
  },
  { header: text.columns.priority, value: (task) => text.priority[task.priority] },
  { header: text.columns.due, value: (task) => task.dueOn },
  { header: text.columns.status, value: (task) => text.status[task.status] },
  {
    header: text.columns.checklist,
    value: (task) => `${task.checklistDone}/${task.checklistTotal}`,
  },
  { header: text.columns.updated, value: (task) => task.updatedAt },
];
