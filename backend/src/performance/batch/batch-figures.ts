import { labelled, single } from '../../platform/metrics/metric-family.ts';
import type { MetricFamily } from '../../platform/metrics/metric-family.ts';
import type { BatchProgress } from './batch-job.ts';

/** How jobs ended. */
export type BatchEnd = 'complete' | 'stopped';

/** Counts since start, for the metrics page. The names of jobs are constants of the code. */
export class BatchFigures {
  readonly #items = new Map<string, { done: number; failed: number }>();
  readonly #jobs = new Map<string, Record<BatchEnd, number>>();

  /** A job has ended. */
  ended({ name, items, failed }: BatchProgress, end: BatchEnd): void {
    const sums = this.#items.get(name) ?? { done: 0, failed: 0 };
    sums.done += items - failed;
    sums.failed += failed;
    this.#items.set(name, sums);
    const jobs = this.#jobs.get(name) ?? { complete: 0, stopped: 0 };
    jobs[end]++;
    this.#jobs.set(name, jobs);
  }

  /** What the metrics page shows of batch work. */
  metrics(running: () => readonly BatchProgress[], inFlight: () => number): MetricFamily[] {
    const count = (state: BatchProgress['state']) =>
      running().filter((job) => job.state === state).length;
    return [
      labelled('counter', 'lexiflow_batch_items_total', 'Items of ended batch jobs', () =>
        [...this.#items].flatMap(([job, { done, failed }]) => [
          { labels: { job, outcome: 'done' }, value: done },
          { labels: { job, outcome: 'failed' }, value: failed },
        ]),
      ),
      labelled('counter', 'lexiflow_batch_jobs_total', 'Batch jobs that ended, by how', () =>
        [...this.#jobs].flatMap(([job, ends]) =>
          Object.entries(ends).map(([end, value]) => ({ labels: { job, end }, value })),
        ),
      ),
      labelled('gauge', 'lexiflow_batch_jobs', 'Batch jobs under way, by state', () =>
        (['running', 'paused'] as const).map((state) => ({
          labels: { state },
          value: count(state),
        })),
      ),
      single(
        'gauge',
        'lexiflow_batch_items_in_flight',
        'Items of all batch jobs worked on at this moment',
        inFlight,
      ),
    ];
  }
}
