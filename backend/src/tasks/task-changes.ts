import type { EventType, TaskStatus } from '@lexiflow/contracts';
import type { Change } from '../audit/change-log.ts';

interface TaskKey {
  readonly id: string;
  readonly caseId: string | null;
}

function change(
  { id, caseId }: TaskKey,
  type: EventType,
  payload: Readonly<Record<string, unknown>> = {},
): Change {
  return { type, objectType: 'task', objectId: id, caseId, payload };
}

function assigned(task: TaskKey, userIds: readonly string[]): Change[] {
  return userIds.length === 0 ? [] : [change(task, 'task.assigned', { userIds })];
}

/** What happened to a task, as the audit log and the outbox record it. */
export const taskChanges = {
  created(task: TaskKey & { added: readonly string[]; workflowId?: string }): Change[] {
    const { workflowId } = task;
    const payload = workflowId === undefined ? {} : { workflowId };
    return [change(task, 'task.created', payload), ...assigned(task, task.added)];
  },
  changed(
    before: TaskKey & { readonly status: TaskStatus },
    fields: readonly string[],
    to: TaskStatus | undefined,
    added: readonly string[] = [],
  ): Change[] {
    const moved = to === undefined ? {} : { status: { from: before.status, to } };
    return [
      change(before, 'task.changed', { fields, ...moved }),
      ...assigned(before, added),
      ...(to === 'done' ? [change(before, 'task.completed')] : []),
    ];
  },
  reassigned: (task: TaskKey): Change => change(task, 'task.changed', { fields: ['assigneeIds'] }),
  commented: (task: TaskKey): Change => change(task, 'task.commented'),
} as const;
