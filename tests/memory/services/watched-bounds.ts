import type { MetricsPage } from './metrics-page.ts';
import { statedLimit } from './stated-limit.ts';

/** What the run sets, so that its limits are reached within minutes. */
export const tightened = {
  WS_MAX_GLOBAL_CONNECTIONS: '30',
  WS_MAX_CONNECTIONS_PER_USER: '5',
  WS_MAX_ROOMS_PER_USER: '10',
  BATCH_CONCURRENCY: '10',
} as const;

/** Users of the run. */
export const USERS = 8;

/** A figure of the metrics page and what it may reach. */
export interface Watched {
  readonly what: string;
  readonly value: (page: MetricsPage) => number;
  readonly bound: (page: MetricsPage) => number;
}

const metric = (what: string, name: string, bound: number | string): Watched => ({
  what,
  value: (page) => page.sum(name),
  bound: (page) => (typeof bound === 'number' ? bound : page.sum(bound)),
});

/** Everything of the metrics page that has a bound. `first` tells which pools and caches there are. */
export function watchedBounds(first: MetricsPage): Watched[] {
  const each = (label: string, names: string[], value: string, bound: string, what: string) =>
    names.map((name) => ({
      what: `${what} ${name}, bytes`,
      value: (page: MetricsPage) => page.sum(value, { [label]: name }),
      bound: (page: MetricsPage) => page.sum(bound, { [label]: name }),
    }));
  const limit = 'lexiflow_memory_pool_limit_bytes';
  const caches = 'lexiflow_cache_limit_bytes';
  return [
    metric(
      'working set, bytes',
      'lexiflow_memory_working_set_bytes',
      'lexiflow_memory_limit_bytes',
    ),
    metric(
      'old generation, bytes',
      'lexiflow_memory_old_generation_used_bytes',
      'lexiflow_memory_old_generation_limit_bytes',
    ),
    ...each(
      'pool',
      first.labelsOf(limit, 'pool'),
      'lexiflow_memory_pool_reserved_bytes',
      limit,
      'pool',
    ),
    ...each('service', first.labelsOf(caches, 'service'), 'lexiflow_cache_bytes', caches, 'cache'),
    metric(
      'WebSockets',
      'lexiflow_realtime_connections',
      Number(tightened.WS_MAX_GLOBAL_CONNECTIONS),
    ),
    metric(
      'memberships of rooms',
      'lexiflow_realtime_members',
      // A room that several connections of a user are in counts for each of them.
      USERS *
        Number(tightened.WS_MAX_ROOMS_PER_USER) *
        Number(tightened.WS_MAX_CONNECTIONS_PER_USER),
    ),
    metric(
      'unsent to WebSockets, bytes',
      'lexiflow_realtime_unsent_bytes',
      statedLimit('realtime/realtime.limits.ts', 'unsentTotalBytes'),
    ),
    metric(
      'jobs running',
      'lexiflow_job_running',
      statedLimit('platform/jobs/jobs.limits.ts', 'slotEntries'),
    ),
    metric(
      'items of batch jobs in flight',
      'lexiflow_batch_items_in_flight',
      Number(tightened.BATCH_CONCURRENCY),
    ),
    {
      what: 'database connections',
      value: (page) =>
        page.sum('lexiflow_db_connections', { state: 'idle' }) +
        page.sum('lexiflow_db_connections', { state: 'in-use' }),
      bound: (page) => page.sum('lexiflow_db_connections', { state: 'limit' }),
    },
    metric(
      'waiting for a connection',
      'lexiflow_db_waiting',
      statedLimit('platform/database/database.limits.ts', 'poolWaiters'),
    ),
    metric(
      'HTTP connections',
      'lexiflow_http_connections',
      statedLimit('platform/http/connections/connections.limits.ts', 'open'),
    ),
    metric(
      'password hashes waiting',
      'lexiflow_auth_hashes_waiting',
      statedLimit('auth/auth.limits.ts', 'HASHES_WAITING'),
    ),
    metric(
      'password hashes running',
      'lexiflow_auth_hashes_running',
      statedLimit('auth/auth.limits.ts', 'HASHES_AT_ONCE'),
    ),
    metric(
      'address rules held',
      'lexiflow_traffic_address_rules',
      statedLimit('platform/http/traffic/traffic.limits.ts', 'ADDRESS_RULES_HELD'),
    ),
    metric(
      'tables that count requests, bytes',
      'lexiflow_traffic_table_bytes',
      // Fixed from the start, whatever the number of addresses.
      first.sum('lexiflow_traffic_table_bytes'),
    ),
    metric(
      'audit rows waiting',
      'lexiflow_audit_buffer_rows',
      statedLimit('audit/audit.limits.ts', 'AUDIT_BUFFER_ENTRIES'),
    ),
    metric(
      'rows of the history waiting',
      'lexiflow_history_pending_rows',
      statedLimit('monitoring/history/history.limits.ts', 'pendingRows'),
    ),
    metric(
      'listeners of the event bus',
      'lexiflow_event_listeners',
      first.sum('lexiflow_event_listeners'),
    ),
    metric(
      'listeners of the notification feed',
      'lexiflow_notification_listeners',
      first.sum('lexiflow_notification_listeners'),
    ),
    {
      what: 'leaks convicted',
      value: (page) => page.sum('lexiflow_leak_findings', { status: 'convicted' }),
      bound: () => 0,
    },
  ];
}
