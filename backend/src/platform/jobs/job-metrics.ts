import { histogramSamples, labelled, single } from '../metrics/metric-family.ts';
import type { MetricFamily, Sample } from '../metrics/metric-family.ts';
import type { QueueFigures } from './job-figures.ts';
import type { JobRunner } from './job-runner.ts';

/** What the metrics page shows of the job queue; one series for each kind of job that is defined. */
export function jobMetrics(runner: JobRunner): MetricFamily[] {
  const each = (read: (figures: QueueFigures, queue: string) => readonly Sample[]) => () =>
    [...runner.figures].flatMap(([queue, figures]) => read(figures, queue));
  return [
    labelled(
      'gauge',
      'lexiflow_job_depth',
      'Jobs in each queue, by state, as the database said last',
      each(({ depth }, queue) =>
        (['waiting', 'active', 'dead'] as const).map((state) => ({
          labels: { queue, state },
          value: depth[state],
        })),
      ),
    ),
    labelled(
      'gauge',
      'lexiflow_job_oldest_seconds',
      'Time the oldest due job of each queue has been due',
      each(({ depth }, queue) => [{ labels: { queue }, value: depth.oldestSeconds }]),
    ),
    labelled(
      'counter',
      'lexiflow_job_runs_total',
      'Runs of this process that ended, by how',
      each(({ ended }, queue) =>
        Object.entries(ended).map(([outcome, value]) => ({ labels: { queue, outcome }, value })),
      ),
    ),
    {
      type: 'histogram',
      name: 'lexiflow_job_run_seconds',
      help: 'Time one run took',
      collect: each(({ runSeconds }, queue) => histogramSamples(runSeconds, { queue })),
    },
    single('gauge', 'lexiflow_job_running', 'Jobs this process runs now', () => runner.running),
    single('gauge', 'lexiflow_job_paused', '1 while no further job is taken', () =>
      runner.isPaused ? 1 : 0,
    ),
  ];
}
