import type { ExplainResult, PoolState, QueryHints, SlowQueryList } from '@lexiflow/contracts';
import { queryOptions } from '@tanstack/react-query';
import { LIVE_INTERVAL_MS } from './monitoring.ts';
import { request } from './request.ts';

/** The slow statements of the last hour by shape, the most time first. */
export const slowQueriesQuery = queryOptions({
  queryKey: ['performance', 'slow'],
  queryFn: ({ signal }) => request<SlowQueryList>('/performance/slow-queries', { signal }),
  refetchInterval: 10 * LIVE_INTERVAL_MS,
});

/** Repeated statements and missing indexes found in the last hour. */
export const queryHintsQuery = queryOptions({
  queryKey: ['performance', 'hints'],
  queryFn: ({ signal }) => request<QueryHints>('/performance/hints', { signal }),
  refetchInterval: 10 * LIVE_INTERVAL_MS,
});

/** The database connections of the process that answers. */
export const poolQuery = queryOptions({
  queryKey: ['performance', 'pool'],
  queryFn: ({ signal }) => request<PoolState>('/performance/pool', { signal }),
  refetchInterval: 5 * LIVE_INTERVAL_MS,
});

/** Plans a statement that the server has run; nothing is run again. */
export function explainQuery(id: string): Promise<ExplainResult> {
  return request('/performance/explain', { method: 'POST', body: { id } });
}
