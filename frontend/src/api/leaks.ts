import type { LeakReport, LeaksCleared } from '@lexiflow/contracts';
import { queryOptions } from '@tanstack/react-query';
import { LIVE_INTERVAL_MS } from './monitoring.ts';
import { request } from './request.ts';

const LEAKS_PATH = '/monitoring/memory/leaks';

/** What the leak detective suspects and has convicted, with its signals and settings. */
export const leaksQuery = queryOptions({
  queryKey: ['monitoring', 'leaks'],
  queryFn: ({ signal }) => request<LeakReport>(LEAKS_PATH, { signal }),
  refetchInterval: 10 * LIVE_INTERVAL_MS,
  retry: false,
});

/** Runs one whole round of the detective now. */
export function checkLeaks(): Promise<LeakReport> {
  return request(`${LEAKS_PATH}/check`, { method: 'POST' });
}

/** Forgets all findings, those of earlier runs of the process too. */
export function clearLeaks(): Promise<LeaksCleared> {
  return request(`${LEAKS_PATH}/clear-history`, { method: 'POST' });
}
