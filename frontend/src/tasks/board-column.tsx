import type { TaskRow, TaskStatus } from '@lexiflow/contracts';
import type { DragEvent, KeyboardEvent } from 'react';
import type { PageList } from '../api/use-page-list.ts';
import { classNames } from '../ui/class-names.ts';
import { formatCount } from '../ui/format.ts';
import { uiMessages } from '../ui/messages.ts';
import { taskMessages } from '../ui/tasks/messages.ts';
import { BoardCard } from './board-card.tsx';
import type { TaskMove } from './board-layout.ts';
import { tasksMessages as text } from './messages.ts';

/** What cards and columns of the board tell it. */
export interface BoardActions {
  readonly mayMove: boolean;
  readonly onOpen: (id: string) => void;
  readonly onMove: (task: TaskRow, to: TaskStatus) => void;
  readonly onKeyDown: (event: KeyboardEvent, task: TaskRow) => void;
  readonly onDrag: (task: TaskRow | null) => void;
}

/** One status of the board. */
export function BoardColumn({
  status,
  cards,
  list,
  moving,
  isTarget,
  onDrop,
  ...actions
}: BoardActions & {
  status: TaskStatus;
  cards: readonly TaskRow[];
  list: PageList<TaskRow> | undefined;
  moving: ReadonlyMap<string, TaskMove>;
  /** A card that may go here is being dragged. */
  isTarget: boolean;
  onDrop: (event: DragEvent) => void;
}) {
  const count = formatCount(list?.total ?? cards.length);
  return (
    <section
      aria-label={text.column(taskMessages.status[status], count)}
      className={classNames(
        'flex w-64 shrink-0 snap-start flex-col rounded-lg bg-sunken p-2 lg:w-auto lg:min-w-44 lg:flex-1',
        isTarget && 'outline-2 outline-dashed -outline-offset-2 outline-accent',
      )}
      onDragOver={(event) => {
        if (isTarget) event.preventDefault();
      }}
      onDrop={onDrop}
    >
      <h2 className="flex items-center justify-between px-1 pb-2 text-sm font-medium text-dim">
        {taskMessages.status[status]}
        <span className="numbers text-xs font-normal text-faint">{count}</span>
      </h2>
      {list?.isLoading && (
        <div role="status" aria-label={uiMessages.loading} className="skeleton h-20" />
      )}
      {!list?.isLoading && cards.length === 0 && (
        <p className="px-1 py-3 text-xs text-faint">{text.columnEmpty}</p>
      )}
      <ul className="flex flex-col gap-2">
        {cards.map((task) => (
          <li key={task.id}>
            <BoardCard task={task} isMoving={moving.has(task.id)} {...actions} />
          </li>
        ))}
      </ul>
      {list?.hasMore && (
        <button type="button" className="link mt-2 h-7 text-sm" onClick={list.loadMore}>
          {list.isLoadingMore ? uiMessages.loading : uiMessages.loadMore}
        </button>
      )}
    </section>
  );
}
