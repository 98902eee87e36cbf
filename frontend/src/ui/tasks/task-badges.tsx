import type { TaskPriority, TaskRow, TaskStatus } from '@lexiflow/contracts';
import { ChevronDown, ChevronUp, ChevronsUp, Minus } from 'lucide-react';
import { Badge, type Tone } from '../badge.tsx';
import { classNames } from '../class-names.ts';
import { formatDate } from '../format.ts';
import { uiMessages } from '../messages.ts';
import { taskMessages as text } from './messages.ts';

const TONES: Record<TaskStatus, Tone> = {
  open: 'accent',
  'in-progress': 'elevated',
  blocked: 'critical',
  done: 'normal',
  cancelled: 'neutral',
};

const PRIORITIES = {
  low: { icon: ChevronDown, tone: 'text-faint' },
  normal: { icon: Minus, tone: 'text-faint' },
  high: { icon: ChevronUp, tone: 'text-warning' },
  urgent: { icon: ChevronsUp, tone: 'text-emergency' },
} as const;

/** The status of a task as a badge. */
export function TaskStatusBadge({ status }: { status: TaskStatus }) {
  return <Badge tone={TONES[status]}>{text.status[status]}</Badge>;
}

/** The priority of a task: a sign and the word for it. */
export function TaskPriorityMark({ priority }: { priority: TaskPriority }) {
  const { icon: Icon, tone } = PRIORITIES[priority];
  return (
    <span className={classNames('inline-flex items-center gap-1 text-xs whitespace-nowrap', tone)}>
      <Icon size={14} aria-hidden />
      {text.priority[priority]}
    </span>
  );
}

/** The due date; a date that has passed says so in words too. */
export function TaskDue({ task }: { task: Pick<TaskRow, 'dueOn' | 'isOverdue' | 'onHold'> }) {
  if (task.dueOn === null) return <span className="text-faint">{uiMessages.none}</span>;
  return (
    <span
      className={classNames(
        'numbers whitespace-nowrap',
        task.isOverdue ? 'font-medium text-emergency' : 'text-dim',
      )}
    >
      {formatDate(task.dueOn)}
      {task.isOverdue && <span className="block text-xs font-normal">{text.overdue}</span>}
      {task.onHold && <span className="block text-xs text-faint">{text.onHold}</span>}
    </span>
  );
}

/** Who is to do it; a task that a workflow meant for a role nobody had says so. */
export function TaskPeople({ task }: { task: Pick<TaskRow, 'assignees' | 'assigneeRole'> }) {
  if (task.assignees.length > 0)
    return <span className="text-dim">{task.assignees.map(({ name }) => name).join(', ')}</span>;
  const words =
    task.assigneeRole === null
      ? text.unassigned
      : text.unassignedRole(text.role[task.assigneeRole]);
  return <span className="text-warning">{words}</span>;
}
