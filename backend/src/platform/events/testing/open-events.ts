import type { Pausable, ReclaimerRegistry } from '@lexiflow/memory';
import { sql } from 'kysely';
import { pino } from 'pino';
import type { Database } from '../../database/database.ts';
import { newId } from '../../database/id.ts';
import { ErrorReporter } from '../../errors/error-reporter.ts';
import { ChangeFeed } from '../change-feed.ts';
import type { RetryPolicy } from '../delivery-turn.ts';
import { EventBus } from '../event-bus.ts';
import type { EventConsumer } from '../event-consumer.ts';
import { EventDispatcher } from '../event-dispatcher.ts';
import { EventStore } from '../event-store.ts';

/** The events of one process, without Nest. */
export interface TestEvents {
  readonly store: EventStore;
  readonly bus: EventBus;
  readonly dispatcher: EventDispatcher;
  /** What went wrong in the background. */
  readonly failures: unknown[];
  /** What the dispatcher has registered with the governor. */
  readonly pausables: Pausable[];
  stop(): Promise<void>;
}

/** Retries at once: tests wait for nothing. */
export const quickRetry: RetryPolicy = {
  attempts: 30,
  firstMs: 2,
  maxMs: 8,
  handleMs: 2_000,
};

/** Opens and starts a dispatcher with these consumers. */
export async function openEvents(
  database: Database,
  consumers: readonly EventConsumer[],
  policy: RetryPolicy = quickRetry,
): Promise<TestEvents> {
  const failures: unknown[] = [];
  const pausables: Pausable[] = [];
  const memory: ReclaimerRegistry = {
    registerReclaimer: () => () => undefined,
    registerPausable: (pausable) => {
      pausables.push(pausable);
      return () => void pausables.splice(pausables.indexOf(pausable), 1);
    },
  };
  const reporter = new ErrorReporter(pino({ enabled: false }));
  reporter.background = (what, error) => void failures.push(what, error);
  const feed = new ChangeFeed(database);
  const store = new EventStore(database);
  const bus = new EventBus(store, reporter);
  const parts = { database, store, feed, bus, memory, reporter, policy };
  const dispatcher = new EventDispatcher(parts);
  for (const consumer of consumers) dispatcher.register(consumer);
  await dispatcher.start();
  return {
    store,
    bus,
    dispatcher,
    failures,
    pausables,
    stop: async () => {
      await dispatcher.stop();
      await feed.onApplicationShutdown();
    },
  };
}

/**
 * Records `count` events of as many cases as `keys` has, round and round, in one statement. Their
 * payload carries the number of the event within its case.
 */
export async function recordMany(
  database: Database,
  count: number,
  keys: readonly string[],
): Promise<void> {
  const rows = Array.from({ length: count }, (_, index) => ({
    id: newId(),
    key: keys[index % keys.length],
    number: Math.floor(index / keys.length),
  }));
  await sql`insert into outbox (id, type, aggregate_type, aggregate_id, case_id, actor_name, payload)
    select id, 'case.changed', 'case', key, key, 'test', jsonb_build_object('number', number)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (id uuid, key uuid, number int)`.execute(
    database.db,
  );
}
