import type { AbortableRegistry, MemoryHost } from '@lexiflow/memory';
import { GOVERNOR } from '@lexiflow/memory-nestjs';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../../platform/config/config.ts';
import type { Config } from '../../platform/config/config.ts';
import { Database } from '../../platform/database/database.ts';
import { httpErrors } from '../../platform/http/http.errors.ts';
import { Lifecycle } from '../../platform/http/lifecycle.ts';
import { Metrics } from '../../platform/metrics/metrics.ts';
import { WorkPlaces } from '../../platform/places/work-places.ts';
import { batchErrors } from './batch.errors.ts';
import { batchLimits } from './batch.limits.ts';
import { BatchFigures } from './batch-figures.ts';
import type { BatchJob, BatchProgress } from './batch-job.ts';
import { RunningJob } from './running-job.ts';

const retryAfterSeconds = batchLimits.retrySeconds;

/**
 * Runs work on many items in batches whose size follows the time they take, `MIN_BATCH_SIZE` to
 * `MAX_BATCH_SIZE` items. A job holds one batch; all jobs together work on `concurrency` items at a
 * time. Under memory pressure the batches get smaller, then stand still, at most `pauseMs`.
 */
@Injectable()
export class BatchProcessorService {
  readonly #jobs = new WorkPlaces({
    limit: batchLimits.jobEntries,
    waitMs: batchLimits.placeWaitMs,
    busy: () => batchErrors.jobsBusy({ retryAfterSeconds }),
  });
  readonly #items: WorkPlaces;
  readonly #running = new Set<{ readonly progress: BatchProgress }>();
  readonly #figures = new BatchFigures();
  readonly #stop = new AbortController();
  /** Items of all jobs that are worked on at a time at most. */
  readonly concurrency: number;
  #started = 0;

  constructor(
    @Inject(GOVERNOR) private readonly memory: MemoryHost & AbortableRegistry,
    @Inject(CONFIG) private readonly config: Config,
    database: Database,
    lifecycle: Lifecycle,
    metrics: Metrics,
  ) {
    this.concurrency = concurrencyOf(config, database);
    this.#items = new WorkPlaces({ limit: this.concurrency });
    metrics.add(
      ...this.#figures.metrics(
        () => this.progress(),
        () => this.#items.taken,
      ),
    );
    lifecycle.onDraining(() => {
      const stopping = (): Error => httpErrors.draining({ retryAfterSeconds });
      this.#jobs.refuse(stopping);
      setTimeout(() => this.#stop.abort(stopping()), batchLimits.drainMs).unref();
    });
  }

  /**
   * Works on all items of a job and reports each in order, failures in their place. Rejects, after
   * what was begun has ended and been reported, with the failure that concerns every item, the
   * source's own error, the reason of the job's signal, BATCH_JOBS_BUSY, BATCH_PAUSED_TOO_LONG,
   * BATCH_ENDED_FOR_MEMORY, HTTP_DRAINING, or what `beforeBatch` and `report` throw.
   */
  async run<Item, Result>(job: BatchJob<Item, Result>): Promise<void> {
    using _place = await this.#jobs.take(job.signal);
    using account = this.memory.openAccount('batch', job.name, { owner: job.owner });
    const { minSize, maxSize } = this.config.batch;
    const running = new RunningJob(job, {
      account,
      registry: this.memory,
      pausableName: `batch:${job.name}:${++this.#started}`,
      sizes: { minBatchSize: minSize, maxBatchSize: maxSize },
      places: this.#items,
      concurrency: this.concurrency,
      stop: this.#stop.signal,
    });
    this.#running.add(running);
    let end: 'complete' | 'stopped' = 'stopped';
    try {
      await running.run();
      end = 'complete';
    } finally {
      this.#running.delete(running);
      this.#figures.ended(running.progress, end);
    }
  }

  /** The jobs under way, the oldest first. */
  progress(): BatchProgress[] {
    return [...this.#running].map((job) => job.progress);
  }
}

function concurrencyOf({ batch, database: pool }: Config, database: Database): number {
  if (database.kind === 'embedded') return batchLimits.embeddedConcurrencyEntries;
  const share = Math.floor(pool.poolMax * batchLimits.connectionShare);
  return Math.max(1, Math.min(batch.concurrency, share));
}
