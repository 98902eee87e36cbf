import { labelled, single } from '../../platform/metrics/metric-family.ts';
import type { MetricFamily } from '../../platform/metrics/metric-family.ts';
import type { BatchProgress } from './batch-job.ts';

/** How jobs ended. */
export type BatchEnd = 'complete' | 'stopped';

type ItemSums = Map<string, { done: number; failed: number }>;

/** Counts since start, for the metrics page. The names of jobs are constants of the code. */
export class BatchFigures {
  readonly #items: ItemSums = new Map();
  readonly #jobs = new Map<string, Record<BatchEnd, number>>();

  /** A job has ended. */
  ended(job: BatchProgress, end: BatchEnd): void {
    add(this.#items, job);
    const ends = this.#jobs.get(job.name) ?? { complete: 0, stopped: 0 };
    ends[end]++;
    this.#jobs.set(job.name, ends);
  }

  /** What the metrics page shows of batch work. */
  metrics(running: () => readonly BatchProgress[], inFlight: () => number): MetricFamily[] {
    const count = (state: BatchProgress['state']) =>
      running().filter((job) => job.state === state).length;
    return [
      labelled('counter', 'lexiflow_batch_items_total', 'Items batch jobs are done with', () =>
        [...this.#with(running())].flatMap(([job, { done, failed }]) => [
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

  /** The items of the jobs that ended and of those under way. */
  #with(running: readonly BatchProgress[]): ItemSums {
    const sums: ItemSums = new Map([...this.#items].map(([name, items]) => [name, { ...items }]));
    for (const job of running) add(sums, job);
    return sums;
  }
}

function add(sums: ItemSums, { name, items, failed }: BatchProgress): void {
  const sum = sums.get(name) ?? { done: 0, failed: 0 };
  sum.done += items - failed;
  sum.failed += failed;
  sums.set(name, sum);
}
