import { taskStatuses, taskStatusMoves } from '@lexiflow/contracts';
import { describe, expect, it } from 'vitest';
import type { AppError } from '../platform/errors/define-error.ts';
import { isFinished, requireTaskMove } from './task-status.ts';

describe('the status of a task', () => {
  it('takes every move of the table and refuses every other with the legal ones', () => {
    for (const from of taskStatuses) {
      for (const to of taskStatuses) {
        let refused: AppError | null = null;
        try {
          requireTaskMove(from, to);
        } catch (error) {
          refused = error as AppError;
        }
        if (taskStatusMoves[from].includes(to)) expect(refused, `${from} → ${to}`).toBeNull();
        else
          expect(refused, `${from} → ${to}`).toMatchObject({
            code: 'TASK_STATUS_REFUSED',
            facts: { extra: { from, legal: taskStatusMoves[from] } },
          });
      }
    }
  });

  it('can be left by some move, and a finished task only be opened again', () => {
    for (const from of taskStatuses) {
      expect(taskStatusMoves[from].length).toBeGreaterThan(0);
      if (isFinished(from)) expect(taskStatusMoves[from]).toEqual(['open']);
    }
  });
});
