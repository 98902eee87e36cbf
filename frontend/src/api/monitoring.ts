import { queryOptions } from '@tanstack/react-query';
import type {
  GcResult,
  MemoryHealthAnswer,
  MemoryHistory,
  MemoryMetrics,
  MemoryTimeline,
  ProcessFigures,
} from '@lexiflow/contracts';
import { request, requestBlob } from './request.ts';

/** Milliseconds between two readings of the live screens. */
export const LIVE_INTERVAL_MS = 1_000;

/** Process, budget, pools, caches and admission now, read every second while shown. */
export const memoryMetricsQuery = queryOptions({
  queryKey: ['monitoring', 'metrics'],
  queryFn: ({ signal }) => request<MemoryMetrics>('/monitoring/memory-metrics', { signal }),
  refetchInterval: LIVE_INTERVAL_MS,
  staleTime: 0,
  retry: false,
});

/** The governor's newest actions, newest first. */
export const memoryTimelineQuery = queryOptions({
  queryKey: ['monitoring', 'timeline'],
  queryFn: ({ signal }) => request<MemoryTimeline>('/monitoring/memory/timeline', { signal }),
  refetchInterval: 3 * LIVE_INTERVAL_MS,
  retry: false,
});

/** Status and thresholds as the health page prints them. */
export const memoryHealthQuery = queryOptions({
  queryKey: ['monitoring', 'health'],
  queryFn: ({ signal }) => request<MemoryHealthAnswer>('/health/memory', { signal }),
  refetchInterval: 30 * LIVE_INTERVAL_MS,
});

/** Versions, flags, budget of the process, and what a heap snapshot would cost now. */
export const processInfoQuery = queryOptions({
  queryKey: ['monitoring', 'process-info'],
  queryFn: ({ signal }) => request<ProcessFigures>('/monitoring/memory/process-info', { signal }),
});

/** Samples later than `sinceMs` (epoch milliseconds), or the whole kept history for 0. */
export function readHistory(sinceMs: number, signal: AbortSignal): Promise<MemoryHistory> {
  return request('/monitoring/memory/history', { signal, query: { since: sinceMs || undefined } });
}

/** Runs one full collection on the server and answers the heap before and after. */
export function runGc(): Promise<GcResult> {
  return request('/monitoring/gc', { method: 'POST' });
}

/** Forgets what the two-tier cache holds, on every instance. */
export function clearCaches(): Promise<void> {
  return request('/monitoring/caches/clear', { method: 'POST' });
}

/**
 * Takes a heap snapshot; the answer is its byte stream, texts replaced by their lengths unless
 * `redact` is false. Refused with 507 without headroom.
 */
export function takeHeapSnapshot(redact: boolean, signal: AbortSignal): Promise<Response> {
  const query = { redact: String(redact) };
  return requestBlob('/monitoring/heap-snapshot', { method: 'POST', query, signal });
}
