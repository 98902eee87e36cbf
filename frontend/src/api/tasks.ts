import type {
  TaskBody,
  TaskCandidates,
  TaskChange,
  TaskComment,
  TaskDetail,
} from '@lexiflow/contracts';
import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { request } from './request.ts';

/** Where tasks are listed. */
export const TASKS_PATH = '/tasks';

/** One task. */
export const taskQuery = (id: string) =>
  queryOptions({
    queryKey: ['tasks', 'one', id],
    queryFn: ({ signal }) => request<TaskDetail>(`${TASKS_PATH}/${id}`, { signal }),
  });

/** Who can be given a task: of a case when one is named, else of the firm. */
export const candidatesQuery = (caseId: string | null, text: string) =>
  queryOptions({
    queryKey: ['tasks', 'candidates', caseId, text],
    queryFn: ({ signal }) =>
      request<TaskCandidates>(`${TASKS_PATH}/candidates`, { signal, query: { caseId, q: text } }),
  });

/** Where the comments of a task are listed. */
export const commentsPath = (id: string): string => `${TASKS_PATH}/${id}/comments`;

/** Makes a task. */
export function createTask(body: TaskBody): Promise<TaskDetail> {
  return request(TASKS_PATH, { method: 'POST', body });
}

/** Changes a task made on `version`; refused with 412 when it changed since. */
export function changeTask(id: string, version: number, body: TaskChange): Promise<TaskDetail> {
  return request(`${TASKS_PATH}/${id}`, { method: 'PATCH', version, body });
}

/** Says something about a task. */
export function addComment(id: string, text: string): Promise<TaskComment> {
  return request(commentsPath(id), { method: 'POST', body: { text } });
}

/** Reads anew whatever a change of a task or workflow may have changed. */
export async function refreshTasks(client: QueryClient): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: ['tasks'] }),
    client.invalidateQueries({ queryKey: ['workflows'] }),
    client.invalidateQueries({ queryKey: ['cases', 'timeline'] }),
  ]);
}
