import { taskStatuses, type TaskRow, type TaskStatus } from '@lexiflow/contracts';
import { describe, expect, it } from 'vitest';
import { boardLayout, legalTarget, neighbour } from './board-layout.ts';

const task = (id: string, status: TaskStatus) => ({ id, status }) as TaskRow;
const ids = (layout: TaskRow[][]): string[] =>
  layout.map((column) => column.map(({ id }) => id).join(' '));

describe('the board', () => {
  const rows = [[task('a', 'open'), task('b', 'open')], [task('c', 'in-progress')], [], [], []];

  it('shows a task that is being moved where it goes, once', () => {
    expect(ids(boardLayout(taskStatuses, rows, new Map()))).toEqual(['a b', 'c', '', '', '']);
    const moving = new Map([['a', { task: task('a', 'open'), to: 'in-progress' as const }]]);
    expect(ids(boardLayout(taskStatuses, rows, moving))).toEqual(['b', 'a c', '', '', '']);
  });

  it('shows it once also when the answer has come before the mark is taken away', () => {
    const arrived = [[task('b', 'open')], [task('a', 'in-progress'), task('c', 'in-progress')]];
    const moving = new Map([['a', { task: task('a', 'open'), to: 'in-progress' as const }]]);
    expect(ids(boardLayout(taskStatuses, arrived, moving))).toEqual(['b', 'a c', '', '', '']);
  });

  it('shows it also while it has left the one list and not come to the other', () => {
    const between = [[task('b', 'open')], [task('c', 'in-progress')]];
    const moving = new Map([['a', { task: task('a', 'open'), to: 'in-progress' as const }]]);
    expect(ids(boardLayout(taskStatuses, between, moving))).toEqual(['b', 'a c', '', '', '']);
  });

  it('passes over columns that the task may not go to', () => {
    expect(legalTarget(taskStatuses, 'open', 1)).toBe('in-progress');
    expect(legalTarget(taskStatuses, 'blocked', 1)).toBe('cancelled');
    expect(legalTarget(taskStatuses, 'done', -1)).toBe('open');
    expect(legalTarget(taskStatuses, 'open', -1)).toBeUndefined();
  });

  it('is walked by arrow keys, past empty columns and not beyond the edge', () => {
    const layout = [['a', 'b', 'c'], [], ['d']];
    const at = (column: number, index: number) => ({ column, index });
    expect(neighbour(layout, at(0, 2), 'ArrowDown')).toEqual(at(0, 2));
    expect(neighbour(layout, at(0, 0), 'ArrowUp')).toEqual(at(0, 0));
    expect(neighbour(layout, at(0, 2), 'ArrowRight')).toEqual(at(2, 0));
    expect(neighbour(layout, at(2, 0), 'ArrowLeft')).toEqual(at(0, 0));
    expect(neighbour(layout, at(2, 0), 'ArrowRight')).toEqual(at(2, 0));
  });
});
