import { queryOptions } from '@tanstack/react-query';
import type { Court, Page } from '@lexiflow/contracts';
import { request } from './request.ts';

/** Courts whose id or name matches `text`. */
export const courtsQuery = (text: string) =>
  queryOptions({
    queryKey: ['courts', text],
    queryFn: ({ signal }) =>
      request<Page<Court>>('/courts', { signal, query: { q: text, limit: 20 } }),
    staleTime: 10 * 60_000,
  });
