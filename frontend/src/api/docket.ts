import { queryOptions } from '@tanstack/react-query';
import type { DocketEntry, DocketEntryBody, DocketEntryChange } from '@lexiflow/contracts';
import { request } from './request.ts';

/** One docket entry. */
export const entryQuery = (id: string) =>
  queryOptions({
    queryKey: ['cases', 'docket-entry', id],
    queryFn: ({ signal }) => request<DocketEntry>(`/docket/${id}`, { signal }),
  });

/** Adds an entry at the end of a docket. */
export function addEntry(caseId: string, body: DocketEntryBody): Promise<DocketEntry> {
  return request(`/cases/${caseId}/docket`, { method: 'POST', body });
}

/** Changes an entry made on `version`; refused with 412 when it changed since. */
export function changeEntry(
  id: string,
  version: number,
  body: DocketEntryChange,
): Promise<DocketEntry> {
  return request(`/docket/${id}`, { method: 'PATCH', version, body });
}
