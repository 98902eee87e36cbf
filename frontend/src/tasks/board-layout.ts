import type { TaskRow, TaskStatus } from '@lexiflow/contracts';
import { taskStatusMoves } from '@lexiflow/contracts';

/** Where the keyboard goes: a card by its column and its place in it. */
export interface BoardPlace {
  readonly column: number;
  readonly index: number;
}

/** A task under way to another status. */
export interface TaskMove {
  readonly task: TaskRow;
  readonly to: TaskStatus;
}

/**
 * The tasks of each column, those that are being moved where they are going to. A task under way is
 * shown also while no list has it: each column asks for its own list anew.
 */
export function boardLayout(
  columns: readonly TaskStatus[],
  rows: readonly (readonly TaskRow[])[],
  moving: ReadonlyMap<string, TaskMove>,
): TaskRow[][] {
  return columns.map((status, index) => {
    const own = rows[index] ?? [];
    const staying = own.filter(({ id }) => (moving.get(id)?.to ?? status) === status);
    const coming = [...moving.values()].filter(
      ({ task, to }) => to === status && !own.some(({ id }) => id === task.id),
    );
    return [...coming.map(({ task }) => task), ...staying];
  });
}

/** The next column in a direction that the task may legally go to; undefined when there is none. */
export function legalTarget(
  columns: readonly TaskStatus[],
  from: TaskStatus,
  step: 1 | -1,
): TaskStatus | undefined {
  const at = columns.indexOf(from);
  const ahead = step === 1 ? columns.slice(at + 1) : columns.slice(0, Math.max(0, at)).toReversed();
  return ahead.find((status) => taskStatusMoves[from].includes(status));
}

/** The card that an arrow key leads to, or the same one at the edge. Empty columns are passed over. */
export function neighbour(
  layout: readonly (readonly unknown[])[],
  { column, index }: BoardPlace,
  key: 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight',
): BoardPlace {
  if (key === 'ArrowUp') return { column, index: Math.max(0, index - 1) };
  if (key === 'ArrowDown')
    return { column, index: Math.min((layout[column]?.length ?? 1) - 1, index + 1) };
  const step = key === 'ArrowRight' ? 1 : -1;
  for (let next = column + step; next >= 0 && next < layout.length; next += step) {
    const length = layout[next]?.length ?? 0;
    if (length > 0) return { column: next, index: Math.min(index, length - 1) };
  }
  return { column, index };
}
