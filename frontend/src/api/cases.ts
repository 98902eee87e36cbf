import { queryOptions } from '@tanstack/react-query';
import type {
  CaseBody,
  CaseChange,
  CaseDetail,
  CaseDuplicate,
  CaseParty,
  CasePartyBody,
  CaseRow,
  Page,
  TeamBody,
  TeamMember,
  Wall,
  WallBody,
} from '@lexiflow/contracts';
import { request } from './request.ts';

/** Where the list of cases is read. */
export const CASES_PATH = '/cases';

/** One case with all its facts. */
export const caseQuery = (id: string) =>
  queryOptions({
    queryKey: ['cases', 'one', id],
    queryFn: ({ signal }) => request<CaseDetail>(`/cases/${id}`, { signal }),
  });

/** Possible doubles of a case that is about to be made. */
export const duplicatesQuery = (draft: { number: string; title: string; court: string }) =>
  queryOptions({
    queryKey: ['cases', 'duplicates', draft],
    queryFn: ({ signal }) =>
      request<{ items: CaseDuplicate[] }>('/cases/duplicates', { signal, query: draft }),
    enabled: draft.number.length > 2 || draft.title.length > 5,
  });

/** The parties of a case with their counsel, in the docket's order. */
export const casePartiesPath = (id: string) => `/cases/${id}/parties`;

/** Makes a case. */
export function createCase(body: CaseBody): Promise<CaseDetail> {
  return request('/cases', { method: 'POST', body });
}

/** Changes a case made on `version`; refused with 412 when it changed since. */
export function changeCase(id: string, version: number, body: CaseChange): Promise<CaseDetail> {
  return request(`/cases/${id}`, { method: 'PATCH', version, body });
}

/** Archives a case made on `version`. */
export function archiveCase(id: string, version: number): Promise<CaseDetail> {
  return request(`/cases/${id}/archive`, { method: 'POST', version });
}

/** Brings an archived case back. */
export function restoreCase(id: string, version: number): Promise<CaseDetail> {
  return request(`/cases/${id}/unarchive`, { method: 'POST', version });
}

/** Puts a user on the team of a case. */
export function addTeamMember(id: string, body: TeamBody): Promise<TeamMember> {
  return request(`/cases/${id}/team`, { method: 'POST', body });
}

/** Takes a user off the team of a case. */
export function removeTeamMember(id: string, userId: string): Promise<void> {
  return request(`/cases/${id}/team/${userId}`, { method: 'DELETE' });
}

/** Adds a party to a case in a role, by its id or by its name. */
export function addCaseParty(id: string, body: CasePartyBody): Promise<CaseParty> {
  return request(`/cases/${id}/parties`, { method: 'POST', body });
}

/** Takes a party out of a case; the party itself stays. */
export function removeCaseParty(id: string, casePartyId: string): Promise<void> {
  return request(`/cases/${id}/parties/${casePartyId}`, { method: 'DELETE' });
}

/** Where the ethical walls of a case are read. */
export const caseWallsPath = (id: string) => `/cases/${id}/walls`;

/** Puts a wall between a user and a case. */
export function raiseWall(id: string, body: WallBody): Promise<Wall> {
  return request(caseWallsPath(id), { method: 'POST', body });
}

/** Lifts a wall; the reason goes to the audit log. */
export function liftWall(id: string, wallId: string, reason: string): Promise<void> {
  return request(`${caseWallsPath(id)}/${wallId}`, { method: 'DELETE', body: { reason } });
}

/** Open cases whose title, number or judge holds `text`. */
export const findCasesQuery = (text: string) =>
  queryOptions({
    queryKey: ['cases', 'find', text],
    queryFn: ({ signal }) =>
      request<Page<CaseRow>>(CASES_PATH, { signal, query: { q: text, limit: 20, sort: 'title' } }),
  });
