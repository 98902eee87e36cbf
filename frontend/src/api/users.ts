import { queryOptions } from '@tanstack/react-query';
import type {
  ApiKeyBody,
  ApiKeyMade,
  ChangePasswordBody,
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

/** Changes the viewer's own passphrase. */
export function changePassword(body: ChangePasswordBody): Promise<void> {
  return request('/auth/password', { method: 'POST', body });
}
