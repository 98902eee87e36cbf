import { queryOptions } from '@tanstack/react-query';
import type {
  Integration,
  IntegrationBody,
  IntegrationChange,
  IntegrationKeys,
  IntegrationRun,
  SyncStarted,
} from '@lexiflow/contracts';
import { request } from './request.ts';

/** Where integrations are listed. */
export const INTEGRATIONS_PATH = '/integrations';

/** Where the tests and syncs of an integration are listed. */
export function runsPath(id: string): string {
  return `${INTEGRATIONS_PATH}/${id}/runs`;
}

/** One integration, without its credentials. */
export function integrationQuery(id: string) {
  return queryOptions({
    queryKey: ['integrations', 'one', id],
    queryFn: ({ signal }) => request<Integration>(`${INTEGRATIONS_PATH}/${id}`, { signal }),
  });
}

/** The keys that protect the credentials. */
export const integrationKeysQuery = queryOptions({
  queryKey: ['integrations', 'keys'],
  queryFn: ({ signal }) => request<IntegrationKeys>(`${INTEGRATIONS_PATH}/keys`, { signal }),
});

/** Connects to a service. */
export function createIntegration(body: IntegrationBody): Promise<Integration> {
  return request(INTEGRATIONS_PATH, { method: 'POST', body });
}

/** Changes an integration made on `version`. */
export function changeIntegration(
  { id, version }: Integration,
  body: IntegrationChange,
): Promise<Integration> {
  return request(`${INTEGRATIONS_PATH}/${id}`, { method: 'PATCH', version, body });
}

/** Removes an integration with its credentials. */
export function deleteIntegration({ id, version }: Integration): Promise<void> {
  return request(`${INTEGRATIONS_PATH}/${id}`, { method: 'DELETE', version });
}

/** Connects now and answers what came of it. */
export function testIntegration(id: string): Promise<IntegrationRun> {
  return request(`${INTEGRATIONS_PATH}/${id}/test`, { method: 'POST' });
}

/** Has an integration fetched soon. */
export function syncIntegration(id: string): Promise<SyncStarted> {
  return request(`${INTEGRATIONS_PATH}/${id}/sync`, { method: 'POST' });
}

/** Encrypts all credentials with the current key. */
export function resealIntegrations(): Promise<IntegrationKeys> {
  return request(`${INTEGRATIONS_PATH}/keys/reseal`, { method: 'POST' });
}
