import type { HistoryKind, HistoryRange, MetricHistory, RouteHistory } from '@lexiflow/contracts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { LIVE_INTERVAL_MS } from './monitoring.ts';
import { request } from './request.ts';

const PATH = '/monitoring/history';

/** The charts of one kind over a range, or those of one route; a point is added each minute. */
export function metricHistoryQuery(kind: HistoryKind, range: HistoryRange, route: string) {
  const query = { kind, range, route: route || undefined };
  return queryOptions({
    queryKey: ['monitoring', 'history', query],
    queryFn: ({ signal }) => request<MetricHistory>(PATH, { signal, query }),
    refetchInterval: 60 * LIVE_INTERVAL_MS,
    placeholderData: keepPreviousData,
  });
}

/** What each route did over a range. */
export function routeHistoryQuery(range: HistoryRange) {
  return queryOptions({
    queryKey: ['monitoring', 'history', 'routes', range],
    queryFn: ({ signal }) => request<RouteHistory>(`${PATH}/routes`, { signal, query: { range } }),
    refetchInterval: 60 * LIVE_INTERVAL_MS,
    placeholderData: keepPreviousData,
  });
}
