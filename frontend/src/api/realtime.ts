import { queryOptions } from '@tanstack/react-query';
import type { RealtimeMonitor } from '@lexiflow/contracts';
import { LIVE_INTERVAL_MS } from './monitoring.ts';
import { request } from './request.ts';

/** The WebSockets of the server that answers: now, and the last hour by the minute. */
export const realtimeMonitorQuery = queryOptions({
  queryKey: ['realtime', 'monitor'],
  queryFn: ({ signal }) => request<RealtimeMonitor>('/realtime/monitor', { signal }),
  refetchInterval: 5 * LIVE_INTERVAL_MS,
  retry: false,
});
