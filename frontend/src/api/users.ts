import { queryOptions } from '@tanstack/react-query';
import type {
  ApiKeyBody,
  ApiKeyMade,
  ChangePasswordBody,
  EndedSessions,
  Page,
  User,
  UserBody,
  UserChange,
} from '@lexiflow/contracts';
import { request } from './request.ts';

/** Where the list of users is read. */
export const USERS_PATH = '/users';
/** Where the viewer's own API keys are read. */
export const API_KEYS_PATH = '/auth/api-keys';
/** Where the viewer's own sessions are read. */
export const SESSIONS_PATH = '/auth/sessions';

/** Users whose name or address matches `text`. */
export const usersQuery = (text: string) =>
  queryOptions({
    queryKey: ['users', 'find', text],
    queryFn: ({ signal }) =>
      request<Page<User>>(USERS_PATH, { signal, query: { q: text, limit: 20 } }),
  });

/** One user. */
export const userQuery = (id: string) =>
  queryOptions({
    queryKey: ['users', 'one', id],
    queryFn: ({ signal }) => request<User>(`${USERS_PATH}/${id}`, { signal }),
  });

/** Makes a user. */
export function createUser(body: UserBody): Promise<User> {
  return request(USERS_PATH, { method: 'POST', body });
}

/** Changes a user made on `version`. */
export function changeUser(id: string, version: number, body: UserChange): Promise<User> {
  return request(`${USERS_PATH}/${id}`, { method: 'PATCH', version, body });
}

/** Makes an API key; the answer holds the key itself, once. */
export function createApiKey(body: ApiKeyBody): Promise<ApiKeyMade> {
  return request(API_KEYS_PATH, { method: 'POST', body });
}

/** Revokes an API key at once. */
export function revokeApiKey(id: string): Promise<void> {
  return request(`${API_KEYS_PATH}/${id}`, { method: 'DELETE' });
}

/** Ends one of the viewer's own sessions at once. */
export function revokeSession(id: string): Promise<void> {
  return request(`${SESSIONS_PATH}/${id}`, { method: 'DELETE' });
}

/** Ends all of the viewer's own sessions but the present one. */
export function revokeOtherSessions(): Promise<EndedSessions> {
  return request(SESSIONS_PATH, { method: 'DELETE' });
}

/** Changes the viewer's own passphrase. */
export function changePassword(body: ChangePasswordBody): Promise<void> {
  return request('/auth/password', { method: 'POST', body });
}
