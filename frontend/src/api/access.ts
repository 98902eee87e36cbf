import type {
  EndedSessions,
  Explanation,
  Grant,
  GrantBody,
  Permission,
  RoleTable,
} from '@lexiflow/contracts';
import { queryOptions } from '@tanstack/react-query';
import { request } from './request.ts';

/** Where the sessions of a user are listed, for an administrator. */
export const userSessionsPath = (userId: string) => `/users/${userId}/sessions`;
/** Where the grants of a user are listed. */
export const userGrantsPath = (userId: string) => `/users/${userId}/grants`;

/** What each role may do. */
export const roleTableQuery = queryOptions({
  queryKey: ['access', 'roles'],
  queryFn: ({ signal }) => request<RoleTable>('/access/roles', { signal }),
  staleTime: 10 * 60_000,
});

/** Why a user may, or may not, do something. */
export const explainQuery = (userId: string, permission: Permission, caseId: string) =>
  queryOptions({
    queryKey: ['access', 'explain', userId, permission, caseId],
    queryFn: ({ signal }) =>
      request<Explanation>('/access/explain', {
        signal,
        query: { userId, permission, caseId: caseId === '' ? undefined : caseId },
      }),
  });

/** Ends one session of a user at once. */
export function endUserSession(userId: string, id: string): Promise<void> {
  return request(`${userSessionsPath(userId)}/${id}`, { method: 'DELETE' });
}

/** Ends all sessions of a user at once. */
export function endUserSessions(userId: string): Promise<EndedSessions> {
  return request(userSessionsPath(userId), { method: 'DELETE' });
}

/** Gives a user a permission beyond the role. */
export function giveGrant(userId: string, body: GrantBody): Promise<Grant> {
  return request(userGrantsPath(userId), { method: 'POST', body });
}

/** Ends a grant at once. */
export function revokeGrant(userId: string, id: string): Promise<void> {
  return request(`${userGrantsPath(userId)}/${id}`, { method: 'DELETE' });
}
