import { taskStatusMoves, type TaskRow, type TaskStatus } from '@lexiflow/contracts';
import { useId, useRef, useState, type DragEvent, type KeyboardEvent } from 'react';
import type { QueryValue } from '../api/query-string.ts';
import { TASKS_PATH } from '../api/tasks.ts';
import { usePageList } from '../api/use-page-list.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { BoardColumn } from './board-column.tsx';
import { boardLayout, legalTarget, neighbour } from './board-layout.ts';
import { tasksMessages as text } from './messages.ts';
import { boardColumns } from './task-params.ts';
import { useKeptFocus } from './use-kept-focus.ts';
import { useTaskMoves } from './use-task-moves.ts';

const arrows = new Set(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']);

/**
 * Tasks by status. Cards are dragged, moved by Shift and an arrow key, or by the list on the card;
 * the card goes at once and comes back when the server refuses.
 */
export function TaskBoard({
  query,
  mayMove,
  onOpen,
}: {
  query: Readonly<Record<string, QueryValue>>;
  mayMove: boolean;
  onOpen: (id: string) => void;
}) {
  const board = useRef<HTMLDivElement>(null);
  const hintId = useId();
  const lists = useColumns(query);
  const keepFocus = useKeptFocus(board);
  const { moving, move } = useTaskMoves();
  const [dragged, setDragged] = useState<TaskRow | null>(null);
  const rows = lists.map((list) => list.rows);
  const layout = boardLayout(boardColumns, rows, moving);
  const failed = lists.find((list) => list.error !== null && list.rows.length === 0);

  const focus = (id: string) =>
    requestAnimationFrame(() =>
      board.current?.querySelector<HTMLElement>(`[data-task="${id}"]`)?.focus(),
    );
  const moveCard = (task: TaskRow, to: TaskStatus) => {
    if (!mayMove || moving.has(task.id)) return;
    void move(task, to);
    focus(task.id);
  };
  const onKeyDown = (event: KeyboardEvent, task: TaskRow) => {
    if (!arrows.has(event.key) || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const key = event.key as Parameters<typeof neighbour>[2];
    if (event.shiftKey) {
      const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : null;
      const to = step === null ? undefined : legalTarget(boardColumns, task.status, step);
      if (to !== undefined) moveCard(task, to);
      return;
    }
    const column = layout.findIndex((cards) => cards.includes(task));
    const index = layout[column]?.indexOf(task) ?? 0;
    const next = neighbour(layout, { column, index }, key);
    const found = layout[next.column]?.[next.index];
    if (found) focus(found.id);
  };
  const onDrop = (event: DragEvent, to: TaskStatus) => {
    event.preventDefault();
    if (dragged) moveCard(dragged, to);
    setDragged(null);
  };

  if (failed) return <ErrorPanel error={failed.error} onRetry={failed.reload} />;
  return (
    <>
      <p id={hintId} className="no-print mb-2 hidden text-xs text-faint md:block">
        {text.boardHint}
      </p>
      <div
        ref={board}
        {...keepFocus}
        role="region"
        aria-label={text.board}
        aria-describedby={hintId}
        tabIndex={0}
        className="-mx-4 flex snap-x scroll-px-4 gap-3 overflow-x-auto px-4 pb-3"
      >
        {boardColumns.map((status, index) => (
          <BoardColumn
            key={status}
            status={status}
            cards={layout[index] ?? []}
            list={lists[index]}
            moving={moving}
            isTarget={dragged !== null && taskStatusMoves[dragged.status].includes(status)}
            mayMove={mayMove}
            onOpen={onOpen}
            onMove={moveCard}
            onKeyDown={onKeyDown}
            onDrag={setDragged}
            onDrop={(event) => onDrop(event, status)}
          />
        ))}
      </div>
    </>
  );
}

/** One list for each status: what is finished shows the last changed first. */
function useColumns(query: Readonly<Record<string, QueryValue>>) {
  const of = (status: TaskStatus) => {
    const sort = status === 'done' || status === 'cancelled' ? '-updatedAt' : 'dueOn';
    return { ...query, status, sort };
  };
  const key = ['tasks', 'list'];
  return [
    usePageList<TaskRow>(key, TASKS_PATH, of('open')),
    usePageList<TaskRow>(key, TASKS_PATH, of('in-progress')),
    usePageList<TaskRow>(key, TASKS_PATH, of('blocked')),
    usePageList<TaskRow>(key, TASKS_PATH, of('done')),
    usePageList<TaskRow>(key, TASKS_PATH, of('cancelled')),
  ];
}
