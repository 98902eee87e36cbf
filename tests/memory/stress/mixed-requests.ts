import { docket } from './docket.ts';
import type { LoadRequest } from './load-plan.ts';

const words = ['motion', 'order', 'complaint', 'summary judgment', 'answer', 'budget', 'notice'];

/** Lists, dockets, search, cached reads and a few imports, as people and programs ask for them. */
export function mixedRequests(
  authorization: string,
  caseIds: readonly string[],
): readonly LoadRequest[] {
  const headers = { authorization };
  const get = (kind: string, weight: number, path: string): LoadRequest => ({
    kind,
    weight,
    method: 'GET',
    path,
    headers,
  });
  const each = (of: readonly string[], all: number, request: (one: string) => LoadRequest) =>
    of.map((one) => ({ ...request(one), weight: all / of.length }));
  return [
    get('cached read', 40, '/api/auth/me'),
    get('list', 10, '/api/cases?limit=25'),
    ...each(caseIds, 15, (id) => get('case', 0, `/api/cases/${id}`)),
    ...each(caseIds, 15, (id) => get('docket', 0, `/api/cases/${id}/docket?limit=25`)),
    ...each(words, 19, (word) => get('search', 0, `/api/search?q=${encodeURIComponent(word)}`)),
    {
      kind: 'import',
      weight: 1,
      method: 'POST',
      path: '/api/docket/import',
      headers: { ...headers, 'content-type': 'application/x-ndjson' },
      body: [docket(1, 20), docket(2, 20)].map((each_) => JSON.stringify(each_)).join('\n'),
    },
  ];
}
