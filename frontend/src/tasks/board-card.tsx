import { taskStatusMoves, type TaskRow } from '@lexiflow/contracts';
import { classNames } from '../ui/class-names.ts';
import { Select } from '../ui/select.tsx';
import { taskMessages } from '../ui/tasks/messages.ts';
import { TaskDue, TaskPeople, TaskPriorityMark } from '../ui/tasks/task-badges.tsx';
import { TaskExtras } from '../ui/tasks/task-columns.tsx';
import type { BoardActions } from './board-column.tsx';
import { tasksMessages as text } from './messages.ts';

/** One task on the board: its title opens it, arrow keys walk on, the list below moves it. */
export function BoardCard({
  task,
  isMoving,
  mayMove,
  onOpen,
  onMove,
  onKeyDown,
  onDrag,
}: BoardActions & { task: TaskRow; isMoving: boolean }) {
  return (
    <article
      draggable={mayMove && !isMoving}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', task.title);
        onDrag(task);
      }}
      onDragEnd={() => onDrag(null)}
      className={classNames('card p-2.5', isMoving && 'opacity-70', mayMove && 'cursor-grab')}
    >
      <button
        type="button"
        data-task={task.id}
        className="block w-full rounded text-left text-sm font-medium hover:text-accent"
        onClick={() => onOpen(task.id)}
        onKeyDown={(event) => onKeyDown(event, task)}
      >
        {task.title}
      </button>
      <p className="mt-0.5 line-clamp-2 text-xs text-faint">
        {task.caseTitle ?? taskMessages.noCase}
        {task.workflowLabel !== null && ` · ${task.workflowLabel}`}
      </p>
      <div className="mt-1.5 flex flex-wrap items-start gap-x-3 gap-y-1 text-xs text-faint">
        {task.dueOn !== null && <TaskDue task={task} />}
        {task.priority !== 'normal' && <TaskPriorityMark priority={task.priority} />}
        <TaskExtras task={task} />
      </div>
      <div className="mt-1.5 flex items-end justify-between gap-2 text-xs">
        <span className="min-w-0">
          <TaskPeople task={task} />
        </span>
        {mayMove && (
          <Select
            aria-label={text.moveTo(task.title)}
            className="no-print h-6 w-20! shrink-0 border-line! px-1! text-xs! text-dim!"
            value=""
            disabled={isMoving}
            onChange={(event) => {
              const to = taskStatusMoves[task.status].find((one) => one === event.target.value);
              if (to) onMove(task, to);
            }}
            choices={[
              { value: '', label: text.move },
              ...taskStatusMoves[task.status].map((one) => ({
                value: one,
                label: taskMessages.status[one],
              })),
            ]}
          />
        )}
      </div>
    </article>
  );
}
