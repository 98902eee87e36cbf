import type { LeakDetective } from '@lexiflow/memory';
import { labelled, single, type MetricFamily } from '../../platform/metrics/metric-family.ts';

const statuses = ['convicted', 'suspect', 'gone'] as const;

/** What the metrics page shows of the leak detective. */
export function leakMetrics(detective: LeakDetective): MetricFamily[] {
  return [
    labelled('gauge', 'lexiflow_leak_findings', 'Places that grow, by what is known of them', () =>
      statuses.map((status) => ({
        labels: { status },
        value: detective.findings().filter((finding) => finding.status === status).length,
      })),
    ),
    single(
      'gauge',
      'lexiflow_leak_time_to_limit_seconds',
      'Shortest time in which a convicted place reaches the limit at its pace; absent without one',
      () => {
        const times = detective
          .findings()
          .filter((finding) => finding.status === 'convicted' && finding.timeToLimitMs !== null)
          .map((finding) => finding.timeToLimitMs as number);
        return times.length === 0 ? null : Math.min(...times) / 1000;
      },
    ),
    single(
      'gauge',
      'lexiflow_leak_detective_cpu_ratio',
      'Share of the main thread that the detective has taken',
      () => detective.snapshot().cost.share,
    ),
  ];
}
