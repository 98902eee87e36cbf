import type { Governor } from '@lexiflow/memory';
import { GOVERNOR } from '@lexiflow/memory-nestjs';
import { Inject, Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { Logger } from 'pino';
import { JobQueue } from '../../platform/jobs/job-queue.ts';
import { LOGGER } from '../../platform/logging/logging.module.ts';
import { Metrics } from '../../platform/metrics/metrics.ts';
import { cleanUpHistory } from './clean-up-history.ts';
import { historyLimits } from './history.limits.ts';
import { HistoryRepository } from './history.repository.ts';
import { historyMetrics } from './history-metrics.ts';
import { HistoryWriter } from './history-writer.ts';
import { MinuteBook } from './minute-book.ts';

const MINUTE_MS = 60_000;

/**
 * Keeps the history of the metrics: reads gauges every 10 s, writes each minute when it is over and
 * the last one at the stop. A process that is killed loses the running minute; a database that is
 * away gets the minutes when it is back.
 */
@Injectable()
export class MetricHistoryService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #book: MinuteBook;
  readonly #writer: HistoryWriter;
  #timer: NodeJS.Timeout | undefined;
  #minute = currentMinute();
  #flushedAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    repository: HistoryRepository,
    metrics: Metrics,
    @Inject(GOVERNOR) governor: Governor,
    @Inject(LOGGER) private readonly logger: Logger,
    jobs: JobQueue,
  ) {
    this.#book = new MinuteBook(() => metrics.families.values());
    this.#writer = new HistoryWriter(repository, governor);
    metrics.add(...historyMetrics(this.#book, this.#writer));
    jobs.handle(cleanUpHistory, async ({ signal }) => {
      while ((await repository.removeOld()) === historyLimits.cleanUpRows.value)
        signal.throwIfAborted();
      await repository.removeEmptySeries();
    });
  }

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => this.#tick(), historyLimits.sampleMs.value).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    this.#book.sample();
    const deadline = new Promise<void>((resolve) => {
      setTimeout(resolve, historyLimits.stopMs.value).unref();
    });
    await Promise.race([this.flush(), deadline]);
    this.#writer.close();
  }

  /** Lets readers see the running minute of this process; writes it at most every 10 s. */
  async refresh(): Promise<void> {
    if (performance.now() - this.#flushedAtMs < historyLimits.sampleMs.value) return;
    this.#book.sample();
    await this.flush();
  }

  /** Writes what waits and the running minute so far; its later figures take their place. */
  async flush(): Promise<void> {
    this.#flushedAtMs = performance.now();
    this.#writer.add({ minute: this.#minute, rows: this.#book.rows() }, this.#book.size);
    await this.#write();
  }

  #tick(): void {
    this.#book.sample();
    const minute = currentMinute();
    if (minute === this.#minute) return;
    this.#writer.add({ minute: this.#minute, rows: this.#book.close() }, this.#book.size);
    this.#minute = minute;
    void this.#write();
  }

  async #write(): Promise<void> {
    try {
      await this.#writer.flush();
    } catch (error) {
      const facts = { err: error, rows: this.#writer.pendingRows };
      this.logger.warn(facts, 'The history of metrics could not be written yet');
    }
  }
}

/** Seconds since the epoch at which the running minute began. */
function currentMinute(): number {
  return (Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS) / 1000;
}
