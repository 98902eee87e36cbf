import type { AbortableRegistry, MemoryHost } from '@lexiflow/memory';
import type { Transaction } from 'kysely';
import type { JobInsert, PgBoss } from 'pg-boss';
import * as z from 'zod/mini';
import type { Database } from '../database/database.ts';
import { newId } from '../database/id.ts';
import type { Tables } from '../database/tables.ts';
import type { ErrorReporter } from '../errors/error-reporter.ts';
import type { ChangeFeed } from '../events/change-feed.ts';
import { bossDatabase, inTransaction } from './boss-database.ts';
import { definedJobs } from './define-job.ts';
import type { JobDefinition } from './define-job.ts';
import type { JobHandler } from './job.ts';
import { JobRunner } from './job-runner.ts';
import { JobStore } from './job-store.ts';
import { jobErrors } from './jobs.errors.ts';
import { jobsLimits } from './jobs.limits.ts';
import { openBoss } from './open-boss.ts';

/** When and beside what a job may run. */
export interface SendOptions {
  /** Sends nothing while an equal one waits (see `singleton` of the definition). */
  readonly singletonKey?: string;
  /** Not before this instant, or this many seconds from now. */
  readonly startAfter?: Date | number;
  /** Bounds the runs at the same time by `groupConcurrency`, e.g. for one receiver. */
  readonly groupKey?: string;
}

/** One of several jobs sent together. */
export interface JobToSend<Data> extends SendOptions {
  readonly data: Data;
}

/** What the queue is opened on. */
export interface JobQueueParts {
  readonly database: Database;
  readonly feed: ChangeFeed;
  readonly memory: MemoryHost & AbortableRegistry;
  readonly reporter: ErrorReporter;
  /** Default: every job that the loaded modules define. */
  readonly definitions?: readonly JobDefinition[];
}

const priorities = { high: 10, normal: 0, low: -10 } as const;

/**
 * The one durable job queue, in the database. A job is sent in the caller's own transaction and runs
 * at least once after it has committed; what its handler writes beside `completeIn` is written once.
 */
export class JobQueue {
  readonly runner: JobRunner;
  readonly store: JobStore;
  readonly #boss: PgBoss;
  readonly definitions: ReadonlyMap<string, JobDefinition>;
  readonly #endPausable: () => void;
  #stopping: Promise<void> | null = null;

  private constructor(boss: PgBoss, definitions: readonly JobDefinition[], parts: JobQueueParts) {
    this.#boss = boss;
    this.definitions = new Map(definitions.map((definition) => [definition.name, definition]));
    this.store = new JobStore(boss, parts.database);
    this.runner = new JobRunner({
      store: this.store,
      memory: parts.memory,
      reporter: parts.reporter,
    });
    this.#endPausable = parts.memory.registerPausable({
      name: 'jobs',
      pause: () => this.runner.pause(),
      resume: () => this.runner.resume(),
    });
  }

  /** Makes or migrates the queue's tables and its queues. Takes jobs only after `start`. */
  static async open(parts: JobQueueParts): Promise<JobQueue> {
    const definitions = parts.definitions ?? [...definedJobs().values()];
    let queue: JobQueue | null = null;
    const db = bossDatabase(parts.database, parts.feed, (name) => queue?.runner.wake(name));
    const boss = await openBoss(db, definitions, (error) =>
      parts.reporter.background('the job queue', error),
    );
    queue = new JobQueue(boss, definitions, parts);
    for (const { name } of definitions) queue.runner.figuresOf(name);
    return queue;
  }

  /** Registers the one handler of a kind of job, usually in a constructor. Throws when it has one. */
  handle<Data>(definition: JobDefinition<Data>, handler: JobHandler<Data>): void {
    this.#refuseUnknown(definition.name);
    this.runner.handle(definition as JobDefinition, handler as JobHandler<unknown>);
  }

  /**
   * Sends a job, as part of `transaction` or at once with null; answers its id, or null when its
   * `singletonKey` excluded it. Throws JOB_PAYLOAD_INVALID, JOB_PAYLOAD_TOO_LARGE.
   */
  async send<Data>(
    transaction: Transaction<Tables> | null,
    definition: JobDefinition<Data>,
    data: Data,
    options: SendOptions = {},
  ): Promise<string | null> {
    const [id = null] = await this.sendAll(transaction, definition, [{ ...options, data }]);
    return id;
  }

  /** Sends up to 1,000 jobs in one statement; answers the ids of those that were not excluded. */
  async sendAll<Data>(
    transaction: Transaction<Tables> | null,
    definition: JobDefinition<Data>,
    jobs: readonly JobToSend<Data>[],
  ): Promise<string[]> {
    this.#refuseUnknown(definition.name);
    if (jobs.length > jobsLimits.sendEntries) throw jobErrors.tooMany();
    if (jobs.length === 0) return [];
    const rows = jobs.map((job) => toInsert(definition as JobDefinition, job));
    const ids = await this.#boss.insert(definition.name, rows, {
      returnId: true,
      ...(transaction === null ? {} : { db: inTransaction(transaction) }),
    });
    return ids ?? [];
  }

  /** When a schedule fires next, as an ISO instant. */
  nextRun(cron: string): string | null {
    const [next] = this.#boss.previewSchedule(cron, { tz: 'UTC', count: 1 });
    return next?.toISOString() ?? null;
  }

  /** Begins to run jobs. */
  start(): void {
    this.runner.start();
  }

  /** Stops running jobs (see `JobRunner.stop`), then the queue itself. Twice is fine. */
  async stop(drainMs?: number): Promise<void> {
    this.#stopping ??= (async () => {
      this.#endPausable();
      await this.runner.stop(drainMs);
      await this.#boss.stop({ graceful: false, close: false });
    })();
    await this.#stopping;
  }

  #refuseUnknown(name: string): void {
    if (!this.definitions.has(name)) throw jobErrors.unknownQueue(`${name} is not known here`);
  }
}

function toInsert(definition: JobDefinition, job: JobToSend<unknown>): JobInsert {
  const { name, schema, priority, singleton } = definition;
  const parsed = z.safeParse(schema, job.data);
  if (!parsed.success) {
    const detail = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw jobErrors.payloadInvalid(`${name}: ${detail.join('; ')}`);
  }
  const bytes = Buffer.byteLength(JSON.stringify(parsed.data) ?? '', 'utf8');
  if (bytes > jobsLimits.payloadBytes)
    throw jobErrors.payloadTooLarge(
      `${name}: ${bytes} bytes of at most ${jobsLimits.payloadBytes}`,
    );
  if (job.singletonKey !== undefined && singleton === null)
    throw new Error(`The job ${name} declares no singleton rule, so it takes no singletonKey`);
  return {
    id: newId(),
    data: (parsed.data ?? {}) as object,
    priority: priorities[priority],
    ...(job.singletonKey === undefined ? {} : { singletonKey: job.singletonKey }),
    ...(job.startAfter === undefined ? {} : { startAfter: job.startAfter }),
    ...(job.groupKey === undefined ? {} : { group: { id: job.groupKey } }),
  };
}
