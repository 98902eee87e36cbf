import { taskBody, taskChange } from '@lexiflow/contracts';
import type { TaskBody, TaskChange, TaskDetail } from '@lexiflow/contracts';
import type { TasksService } from '../../tasks/tasks.service.ts';
import type { BulkKind } from '../bulk-kind.ts';

/** Tasks: only a key names them; one that is not wanted any more is cancelled. */
export function bulkTasks(tasks: TasksService): BulkKind<TaskBody, TaskChange, TaskDetail> {
  return {
    name: 'tasks',
    body: taskBody,
    change: taskChange,
    unnamed: 'is needed: nothing else names a task',
    fixed: ['caseId'],
    isKept: (_, body, { caseId }) => (body.caseId ?? null) === caseId,
    naturalKey: () => null,
    findNatural: async () => null,
    get: (viewer, id) => tasks.get(viewer, id),
    create: (actor, body, repeat) => tasks.create(actor, body, repeat),
    update: (actor, id, version, change) => tasks.change(actor, id, version, change),
    remove: (actor, id, version) => tasks.change(actor, id, version, { status: 'cancelled' }),
    removed: 'updated',
  };
}
