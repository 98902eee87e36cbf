import type { HistoryKind } from '@lexiflow/contracts';

/** Which metrics have a history, and how their series become those that are kept. */
export interface RecordedMetric {
  /** The name of the metric, or its beginning followed by `*`. */
  readonly name: string;
  readonly kind: HistoryKind;
  /** How several series, or the same one of several processes, become one. */
  readonly across: 'sum' | 'max';
  /** Labels that are summed over; `all` keeps one series of the metric. */
  readonly over?: readonly string[] | 'all';
  /** Keeps each series beside the sum over them. */
  readonly keepsDetail?: boolean;
}

/** The history of the console's charts. A metric that does not exist has none. */
export const recordedMetrics: readonly RecordedMetric[] = [
  {
    name: 'lexiflow_http_requests_total',
    kind: 'request',
    across: 'sum',
    over: ['route'],
    keepsDetail: true,
  },
  {
    name: 'lexiflow_http_request_duration_seconds',
    kind: 'request',
    across: 'sum',
    over: ['route'],
    keepsDetail: true,
  },
  { name: 'lexiflow_http_requests_in_flight', kind: 'request', across: 'sum' },
  { name: 'lexiflow_admission_refused_total', kind: 'request', across: 'sum', over: 'all' },
  { name: 'lexiflow_db_connections', kind: 'database', across: 'sum' },
  { name: 'lexiflow_db_waiting', kind: 'database', across: 'sum' },
  { name: 'lexiflow_db_refused_total', kind: 'database', across: 'sum' },
  { name: 'lexiflow_db_failed_total', kind: 'database', across: 'sum' },
  { name: 'lexiflow_db_lost_total', kind: 'database', across: 'sum' },
  { name: 'lexiflow_db_held_too_long', kind: 'database', across: 'sum' },
  { name: 'lexiflow_db_acquire_seconds', kind: 'database', across: 'sum' },
  { name: 'lexiflow_db_statement_seconds', kind: 'database', across: 'sum' },
  { name: 'lexiflow_cache_hits_total', kind: 'cache', across: 'sum' },
  { name: 'lexiflow_cache_misses_total', kind: 'cache', across: 'sum' },
  { name: 'lexiflow_cache_shared_hits_total', kind: 'cache', across: 'sum', over: 'all' },
  { name: 'lexiflow_cache_size', kind: 'cache', across: 'sum', over: 'all' },
  { name: 'lexiflow_cache_bytes', kind: 'cache', across: 'sum', over: 'all' },
  { name: 'lexiflow_cache_removals_total', kind: 'cache', across: 'sum', over: ['service'] },
  { name: 'lexiflow_job_depth', kind: 'queue', across: 'max', over: ['queue'] },
  { name: 'lexiflow_job_oldest_seconds', kind: 'queue', across: 'max', over: ['queue'] },
  { name: 'lexiflow_job_runs_total', kind: 'queue', across: 'sum', over: ['queue'] },
  { name: 'lexiflow_job_run_seconds', kind: 'queue', across: 'sum', over: ['queue'] },
  { name: 'lexiflow_event_lag_rows', kind: 'queue', across: 'max', over: ['consumer'] },
  { name: 'lexiflow_event_lag_seconds', kind: 'queue', across: 'max', over: ['consumer'] },
  { name: 'lexiflow_realtime_*', kind: 'websocket', across: 'sum', over: 'all' },
  { name: 'lexiflow_ws_*', kind: 'websocket', across: 'sum', over: 'all' },
  { name: 'lexiflow_memory_working_set_bytes', kind: 'memory', across: 'sum' },
  { name: 'lexiflow_memory_limit_bytes', kind: 'memory', across: 'sum' },
  { name: 'lexiflow_memory_accounted_bytes', kind: 'memory', across: 'sum' },
  { name: 'lexiflow_memory_floor_bytes', kind: 'memory', across: 'sum' },
  { name: 'lexiflow_memory_level', kind: 'memory', across: 'max' },
  { name: 'nodejs_heap_size_used_bytes', kind: 'memory', across: 'sum' },
  { name: 'nodejs_external_memory_bytes', kind: 'memory', across: 'sum' },
  { name: 'nodejs_eventloop_lag_seconds', kind: 'memory', across: 'max' },
  { name: 'nodejs_gc_duration_seconds', kind: 'memory', across: 'sum', over: 'all' },
];

/** The rule of a metric, or undefined for one without a history. O(rules). */
export function ruleOf(name: string): RecordedMetric | undefined {
  return recordedMetrics.find((rule) =>
    rule.name.endsWith('*') ? name.startsWith(rule.name.slice(0, -1)) : rule.name === name,
  );
}
