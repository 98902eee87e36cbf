import type { Governor } from '@lexiflow/memory';
import { GOVERNOR } from '@lexiflow/memory-nestjs';
import { Global, Module } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '../database/database.ts';
import { ErrorReporter } from '../errors/error-reporter.ts';
import { ChangeFeed } from '../events/change-feed.ts';
import { Metrics } from '../metrics/metrics.ts';
import { handleCleanUp } from './clean-up-jobs.ts';
import { JobList } from './job-list.ts';
import { JobQueue } from './job-queue.ts';
import { jobMetrics } from './job-metrics.ts';

/** Gives every feature the job queue; jobs run from the end of the start to the begin of the stop. */
@Global()
@Module({
  providers: [
    {
      provide: JobQueue,
      inject: [Database, ChangeFeed, GOVERNOR, ErrorReporter],
      useFactory: (
        database: Database,
        feed: ChangeFeed,
        memory: Governor,
        reporter: ErrorReporter,
      ): Promise<JobQueue> => JobQueue.open({ database, feed, memory, reporter }),
    },
    {
      provide: JobList,
      inject: [Database],
      useFactory: (database: Database) => new JobList(database),
    },
  ],
  exports: [JobQueue, JobList],
})
export class JobsModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly queue: JobQueue,
    database: Database,
    metrics: Metrics,
  ) {
    handleCleanUp(queue, database);
    metrics.add(...jobMetrics(queue.runner));
  }

  onApplicationBootstrap(): void {
    this.queue.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.queue.stop();
  }
}
