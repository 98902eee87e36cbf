import { getHeapSpaceStatistics, getHeapStatistics } from 'node:v8';
import { gcBucketsMs } from '@lexiflow/memory';
import type { GcKindSnapshot, Governor } from '@lexiflow/memory';
import { labelled, single } from './metric-family.ts';
import type { MetricFamily, Sample } from './metric-family.ts';
import type { SharedSnapshot } from './shared-snapshot.ts';

/** The process's own metrics, under the names that Node dashboards use. */
export function processMetrics(governor: Governor, shared: SharedSnapshot): MetricFamily[] {
  const { reading } = governor;
  const gauge = (name: string, help: string, read: () => number) =>
    single('gauge', name, help, read);
  return [
    gauge(
      'process_resident_memory_bytes',
      'Resident memory of the process',
      () => reading.rssBytes,
    ),
    gauge('nodejs_heap_size_used_bytes', 'V8 heap in use', () => reading.heapUsedBytes),
    gauge('nodejs_heap_size_total_bytes', 'V8 heap committed', () => reading.heapCommittedBytes),
    gauge(
      'nodejs_external_memory_bytes',
      'Memory outside the heap that heap objects hold, array buffers included',
      () => reading.externalBytes,
    ),
    labelled('gauge', 'nodejs_heap_space_size_total_bytes', 'Committed size of a heap space', () =>
      getHeapSpaceStatistics().map(({ space_name: space, space_size: value }) => ({
        labels: { space: space.replace(/_space$/, '') },
        value,
      })),
    ),
    gauge(
      'nodejs_heap_detached_contexts',
      'Contexts of V8 that are closed and still held; one that stays is a leak',
      () => getHeapStatistics().number_of_detached_contexts,
    ),
    gauge(
      'nodejs_eventloop_utilization_ratio',
      'Busy share of the event loop over the last sample interval',
      () => reading.eventLoopUtilisation,
    ),
    gauge('nodejs_eventloop_lag_seconds', 'How late the last sample came', () =>
      seconds(reading.eventLoopDelayMs),
    ),
    gauge('process_uptime_seconds', 'Age of the process', () => process.uptime()),
    gcHistogram(shared, 'nodejs_gc_duration_seconds', 'Garbage collection pauses by kind'),
    gcHistogram(shared, 'lexiflow_gc_duration_seconds', 'The same, under the name of the guides'),
  ];
}

function gcHistogram(shared: SharedSnapshot, name: string, help: string): MetricFamily {
  return {
    type: 'histogram',
    name,
    help,
    collect: () =>
      Object.entries(shared.get().gc.kinds).flatMap(([kind, figures]) => gcSamples(kind, figures)),
  };
}

function gcSamples(kind: string, { buckets, count, totalMs }: GcKindSnapshot): Sample[] {
  let total = 0;
  const lines = buckets.map((value, index): Sample => {
    total += value;
    const boundMs = gcBucketsMs[index];
    const le = boundMs === undefined ? '+Inf' : String(seconds(boundMs));
    return { suffix: '_bucket', labels: { kind, le }, value: total };
  });
  return [
    ...lines,
    { suffix: '_sum', labels: { kind }, value: seconds(totalMs) },
    { suffix: '_count', labels: { kind }, value: count },
  ];
}

function seconds(ms: number): number {
  return ms / 1000;
}
