import type { Governor } from '@lexiflow/memory';
import { GOVERNOR } from '@lexiflow/memory-nestjs';
import { Global, Module } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '../database/database.ts';
import { ErrorReporter } from '../errors/error-reporter.ts';
import { JobQueue } from '../jobs/job-queue.ts';
import { Metrics } from '../metrics/metrics.ts';
import { handleCleanUp } from './clean-up-events.ts';
import { ChangeFeed } from './change-feed.ts';
import { DeadLetters } from './dead-letters.ts';
import { EventBus } from './event-bus.ts';
import { EventDispatcher } from './event-dispatcher.ts';
import { eventMetrics } from './event-metrics.ts';
import { EventStore } from './event-store.ts';
import { Outbox } from './outbox.ts';

/** Gives every feature the outbox, the bus and the dispatcher, which delivers while the server runs. */
@Global()
@Module({
  providers: [
    Outbox,
    {
      provide: ChangeFeed,
      inject: [Database],
      useFactory: (database: Database) => new ChangeFeed(database),
    },
    {
      provide: EventStore,
      inject: [Database],
      useFactory: (database: Database) => new EventStore(database),
    },
    {
      provide: EventBus,
      inject: [EventStore, ErrorReporter],
      useFactory: (store: EventStore, reporter: ErrorReporter) => new EventBus(store, reporter),
    },
    {
      provide: EventDispatcher,
      inject: [Database, EventStore, ChangeFeed, EventBus, GOVERNOR, ErrorReporter],
      useFactory: (
        database: Database,
        store: EventStore,
        feed: ChangeFeed,
        bus: EventBus,
        memory: Governor,
        reporter: ErrorReporter,
      ) => new EventDispatcher({ database, store, feed, bus, memory, reporter }),
    },
    {
      provide: DeadLetters,
      inject: [Database],
      useFactory: (database: Database) => new DeadLetters(database),
    },
  ],
  exports: [Outbox, ChangeFeed, EventStore, EventBus, EventDispatcher, DeadLetters],
})
export class EventsModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly dispatcher: EventDispatcher,
    bus: EventBus,
    queue: JobQueue,
    database: Database,
    metrics: Metrics,
  ) {
    handleCleanUp(queue, database, () => dispatcher.consumers.map(({ name }) => name));
    metrics.add(...eventMetrics(dispatcher, bus));
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.dispatcher.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.dispatcher.stop();
  }
}
