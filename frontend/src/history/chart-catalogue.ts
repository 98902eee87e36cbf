import type { HistoryKind, HistorySeries } from '@lexiflow/contracts';
import { formatBytes, formatCount, formatMs } from '../ui/format.ts';
import { historyMessages } from './messages.ts';

/** Which series become lines of a chart; without a label a line is named by its own labels. */
export interface LineRule {
  readonly name: string;
  readonly figure: HistorySeries['figure'];
  readonly label?: string;
}

/** One chart of a kind. */
export interface ChartRule {
  readonly title: string;
  readonly format: (value: number) => string;
  /** Whether the scale steps in powers of 1024. */
  readonly bytes?: boolean;
  readonly lines: readonly LineRule[];
}

const { charts, lines, perSecond } = historyMessages;
const rate = (value: number): string => perSecond(formatCount(Math.round(value * 100) / 100));
const seconds = (value: number): string => formatMs(value * 1000);
const count = (value: number): string => formatCount(Math.round(value * 10) / 10);

/** The charts of each kind. One whose series do not exist is not shown. */
export const chartCatalogue: Readonly<Record<HistoryKind, readonly ChartRule[]>> = {
  request: [
    {
      title: charts.traffic,
      format: rate,
      lines: [{ name: 'lexiflow_http_requests_total', figure: 'rate' }],
    },
    {
      title: charts.latency,
      format: seconds,
      lines: [{ name: 'lexiflow_http_request_duration_seconds', figure: 'quantile' }],
    },
    {
      title: charts.inFlight,
      format: count,
      lines: [{ name: 'lexiflow_http_requests_in_flight', figure: 'mean', label: lines.inFlight }],
    },
    {
      title: charts.shed,
      format: rate,
      lines: [{ name: 'lexiflow_admission_refused_total', figure: 'rate', label: lines.shed }],
    },
  ],
  database: [
    {
      title: charts.statements,
      format: rate,
      lines: [{ name: 'lexiflow_db_statement_seconds', figure: 'rate', label: lines.statements }],
    },
    {
      title: charts.statementTime,
      format: seconds,
      lines: [{ name: 'lexiflow_db_statement_seconds', figure: 'quantile' }],
    },
    {
      title: charts.connections,
      format: count,
      lines: [
        { name: 'lexiflow_db_connections', figure: 'mean' },
        { name: 'lexiflow_db_waiting', figure: 'mean', label: lines.waiting },
        { name: 'lexiflow_db_held_too_long', figure: 'mean', label: lines.held },
      ],
    },
    {
      title: charts.acquire,
      format: seconds,
      lines: [{ name: 'lexiflow_db_acquire_seconds', figure: 'quantile' }],
    },
    {
      title: charts.trouble,
      format: rate,
      lines: [
        { name: 'lexiflow_db_refused_total', figure: 'rate', label: lines.refused },
        { name: 'lexiflow_db_failed_total', figure: 'rate', label: lines.failed },
        { name: 'lexiflow_db_lost_total', figure: 'rate', label: lines.lost },
      ],
    },
  ],
  cache: [
    {
      title: charts.hits,
      format: rate,
      lines: [{ name: 'lexiflow_cache_hits_total', figure: 'rate' }],
    },
    {
      title: charts.misses,
      format: rate,
      lines: [{ name: 'lexiflow_cache_misses_total', figure: 'rate' }],
    },
    {
      title: charts.cacheBytes,
      format: formatBytes,
      bytes: true,
      lines: [{ name: 'lexiflow_cache_bytes', figure: 'mean', label: lines.bytes }],
    },
    {
      title: charts.removals,
      format: rate,
      lines: [{ name: 'lexiflow_cache_removals_total', figure: 'rate' }],
    },
    {
      title: charts.shared,
      format: rate,
      lines: [{ name: 'lexiflow_cache_shared_hits_total', figure: 'rate', label: lines.answered }],
    },
  ],
  queue: [
    {
      title: charts.depth,
      format: count,
      lines: [{ name: 'lexiflow_job_depth', figure: 'mean' }],
    },
    {
      title: charts.runs,
      format: rate,
      lines: [{ name: 'lexiflow_job_runs_total', figure: 'rate' }],
    },
    {
      title: charts.oldest,
      format: seconds,
      lines: [
        { name: 'lexiflow_job_oldest_seconds', figure: 'mean', label: lines.job },
        { name: 'lexiflow_event_lag_seconds', figure: 'mean', label: lines.event },
      ],
    },
    {
      title: charts.runTime,
      format: seconds,
      lines: [{ name: 'lexiflow_job_run_seconds', figure: 'quantile' }],
    },
  ],
  // Named by their metrics: each is a chart of its own.
  websocket: [],
  memory: [
    {
      title: charts.memory,
      format: formatBytes,
      bytes: true,
      lines: [
        { name: 'lexiflow_memory_working_set_bytes', figure: 'mean', label: lines.workingSet },
        { name: 'nodejs_heap_size_used_bytes', figure: 'mean', label: lines.heap },
        { name: 'lexiflow_memory_floor_bytes', figure: 'mean', label: lines.floor },
        { name: 'lexiflow_memory_accounted_bytes', figure: 'mean', label: lines.accounted },
      ],
    },
    {
      title: charts.gc,
      format: seconds,
      lines: [{ name: 'nodejs_gc_duration_seconds', figure: 'quantile' }],
    },
    {
      title: charts.loop,
      format: seconds,
      lines: [{ name: 'nodejs_eventloop_lag_seconds', figure: 'mean', label: lines.delay }],
    },
    {
      title: charts.level,
      format: count,
      lines: [{ name: 'lexiflow_memory_level', figure: 'mean', label: lines.level }],
    },
  ],
};
