import { infiniteQueryOptions } from '@tanstack/react-query';
import type { SearchPage } from '@lexiflow/contracts';
import { request } from './request.ts';

/** What the search screen asks for; empty strings mean "any". */
export interface SearchAsk {
  readonly q: string;
  readonly type?: string;
  readonly court?: string;
  readonly judge?: string;
  readonly from?: string;
  readonly to?: string;
}

/** Hits page by page. Not asked without words. */
export const searchQuery = (ask: SearchAsk) =>
  infiniteQueryOptions({
    queryKey: ['search', ask],
    enabled: ask.q.trim() !== '',
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      request<SearchPage>('/search', { signal, query: { ...ask, cursor: pageParam, limit: 20 } }),
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (previous) => previous,
  });

/** The first few hits, for the command palette. */
export function searchOnce(q: string, limit: number, signal: AbortSignal): Promise<SearchPage> {
  return request('/search', { signal, query: { q, limit } });
}
