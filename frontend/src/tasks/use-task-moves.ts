import { taskStatusMoves, type TaskRow, type TaskStatus } from '@lexiflow/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeTask, refreshTasks } from '../api/tasks.ts';
import { taskMessages } from '../ui/tasks/messages.ts';
import { showToast } from '../ui/toast-store.ts';
import type { TaskMove } from './board-layout.ts';

/**
 * Moves tasks to another status at once, and back when the server refuses. `moving` holds where the
 * tasks under way are going to.
 */
export function useTaskMoves() {
  const client = useQueryClient();
  const [moving, setMoving] = useState<ReadonlyMap<string, TaskMove>>(new Map());
  const end = (id: string) =>
    setMoving((before) => new Map([...before].filter(([key]) => key !== id)));

  const move = async (task: TaskRow, to: TaskStatus) => {
    const { id, title, status: from, version } = task;
    if (from === to) return;
    setMoving((before) => new Map(before).set(id, { task, to }));
    try {
      const after = await changeTask(id, version, { status: to });
      const undo = taskStatusMoves[to].includes(from)
        ? { undo: () => void move({ ...task, status: to, version: after.version }, from) }
        : {};
      showToast({ text: taskMessages.moved(title, taskMessages.status[to]), ...undo });
    } catch (error) {
      const detail = error instanceof Error ? error.message : '';
      showToast({ text: taskMessages.moveFailed(title), detail, tone: 'error' });
    }
    await refreshTasks(client);
    end(id);
  };
  return { moving, move };
}
