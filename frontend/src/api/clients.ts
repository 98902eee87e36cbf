import { queryOptions } from '@tanstack/react-query';
import type {
  Client,
  ClientBody,
  ClientChange,
  Page,
  Party,
  PartyBody,
  PartyCase,
  PartyChange,
} from '@lexiflow/contracts';
import { request } from './request.ts';

/** Where the list of clients is read. */
export const CLIENTS_PATH = '/clients';
/** Where the list of parties is read. */
export const PARTIES_PATH = '/parties';

/** Makes a client of a new or an existing party. */
export function createClient(body: ClientBody): Promise<Client> {
  return request('/clients', { method: 'POST', body });
}

/** Changes number or status of a client made on `version`. */
export function changeClient(id: string, version: number, body: ClientChange): Promise<Client> {
  return request(`/clients/${id}`, { method: 'PATCH', version, body });
}

/** Makes a party. */
export function createParty(body: PartyBody): Promise<Party> {
  return request('/parties', { method: 'POST', body });
}

/** Changes a party made on `version`. */
export function changeParty(id: string, version: number, body: PartyChange): Promise<Party> {
  return request(`/parties/${id}`, { method: 'PATCH', version, body });
}

/** The first cases of a party that the viewer may see, with the party's roles in each. */
export const partyCasesQuery = (id: string) =>
  queryOptions({
    queryKey: ['parties', 'cases', id],
    queryFn: ({ signal }) =>
      request<Page<PartyCase>>(`/parties/${id}/cases`, { signal, query: { limit: 10 } }),
  });

/** Parties whose name matches `text`. */
export const partiesQuery = (text: string) =>
  queryOptions({
    queryKey: ['parties', 'find', text],
    queryFn: ({ signal }) =>
      request<Page<Party>>(PARTIES_PATH, { signal, query: { q: text, limit: 20 } }),
  });
