import type {
  Page,
  TemplateBody,
  TemplateDetail,
  TemplateRow,
  WorkflowBody,
  WorkflowDetail,
  WorkflowMoveBody,
} from '@lexiflow/contracts';
import { queryOptions } from '@tanstack/react-query';
import { request } from './request.ts';

/** Where workflow templates are listed. */
export const TEMPLATES_PATH = '/workflow-templates';
/** Where the workflows on cases are listed. */
export const WORKFLOWS_PATH = '/workflows';

/** Templates in use whose name holds `text`. */
export const templatesQuery = (text: string) =>
  queryOptions({
    queryKey: ['workflows', 'templates', 'find', text],
    queryFn: ({ signal }) =>
      request<Page<TemplateRow>>(TEMPLATES_PATH, { signal, query: { q: text, limit: 50 } }),
  });

/** One template with its stages. */
export const templateQuery = (id: string) =>
  queryOptions({
    queryKey: ['workflows', 'templates', 'one', id],
    queryFn: ({ signal }) => request<TemplateDetail>(`${TEMPLATES_PATH}/${id}`, { signal }),
  });

/** Makes a template. */
export function createTemplate(body: TemplateBody): Promise<TemplateDetail> {
  return request(TEMPLATES_PATH, { method: 'POST', body });
}

/** Writes the next revision of a template made on `version`. */
export function reviseTemplate(
  id: string,
  version: number,
  body: TemplateBody,
): Promise<TemplateDetail> {
  return request(`${TEMPLATES_PATH}/${id}`, { method: 'PUT', version, body });
}

/** Archives a template or brings it back. */
export function archiveTemplate(
  id: string,
  version: number,
  archived: boolean,
): Promise<TemplateDetail> {
  const action = archived ? 'archive' : 'unarchive';
  return request(`${TEMPLATES_PATH}/${id}/${action}`, { method: 'POST', version });
}

/** One workflow with its stages and the moves that are legal now. */
export const workflowQuery = (id: string) =>
  queryOptions({
    queryKey: ['workflows', 'one', id],
    queryFn: ({ signal }) => request<WorkflowDetail>(`${WORKFLOWS_PATH}/${id}`, { signal }),
  });

/** Where the history of a workflow is listed. */
export const historyPath = (id: string): string => `${WORKFLOWS_PATH}/${id}/history`;

/** Puts a workflow on a case. */
export function createWorkflow(body: WorkflowBody): Promise<WorkflowDetail> {
  return request(WORKFLOWS_PATH, { method: 'POST', body });
}

/** Makes a move at the version the workflow was read. */
export function moveWorkflow(
  id: string,
  version: number,
  body: WorkflowMoveBody,
): Promise<WorkflowDetail> {
  return request(`${WORKFLOWS_PATH}/${id}/moves`, { method: 'POST', version, body });
}
