import { sql } from 'kysely';
import type { Transaction } from 'kysely';
import type { JobWithMetadata, PgBoss } from 'pg-boss';
import type { Database } from '../database/database.ts';
import type { Tables } from '../database/tables.ts';
import { inTransaction } from './boss-database.ts';
import { errorText } from './error-text.ts';
import type { JobDefinition } from './define-job.ts';
import type { QueueDepth } from './job-figures.ts';
import { jobErrors } from './jobs.errors.ts';

/** One run of one job: what the database knows it by. A run that lost its claim changes nothing. */
export interface Attempt {
  readonly id: string;
  readonly retryCount: number;
}

/** Depth of one queue and when its next job is due, in ms from now (0 or less: now). */
export interface QueueState extends QueueDepth {
  readonly name: string;
  readonly nextDueMs: number | null;
}

/** The statements of the job queue: the library's own, and the few that it does not have. */
export class JobStore {
  readonly #boss: PgBoss;
  readonly #database: Database;

  constructor(boss: PgBoss, database: Database) {
    this.#boss = boss;
    this.#database = database;
  }

  /** Takes up to `limit` due jobs of a queue, the most urgent first. */
  fetch(definition: JobDefinition, limit: number): Promise<JobWithMetadata<unknown>[]> {
    const { name, groupConcurrency } = definition;
    const options = { batchSize: limit, includeMetadata: true as const };
    return this.#boss.fetch(
      name,
      groupConcurrency === null ? options : { ...options, groupConcurrency },
    );
  }

  /** Ends runs that did their work. */
  async complete(name: string, attempts: readonly Attempt[]): Promise<void> {
    await this.#boss.complete(name, [...attempts]);
  }

  /** Ends one run as part of a transaction. Throws JOB_CLAIM_LOST. */
  async completeIn(trx: Transaction<Tables>, name: string, attempt: Attempt): Promise<void> {
    const answer = await this.#boss.complete(name, attempt, null, { db: inTransaction(trx) });
    // Its types name the ids that were settled only in a comment.
    const { affected } = answer as { affected?: number };
    if (affected !== 1) throw jobErrors.claimLost();
  }

  /** Ends a failed run: the job is tried again later, or is a dead letter. */
  async fail(name: string, attempt: Attempt, error: unknown, isFinal: boolean): Promise<void> {
    const { id, retryCount } = attempt;
    if (isFinal) {
      await sql`update pgboss.job set retry_limit = retry_count
        where name = ${name} and id = ${id} and state = 'active'
          and retry_count = ${retryCount}`.execute(this.#database.db);
    }
    await this.#boss.fail(name, attempt, { message: errorText(error) });
  }

  /** Puts a job back that was not run to its end; the try does not count. */
  async putBack(name: string, { id, retryCount }: Attempt, delaySeconds: number): Promise<void> {
    await sql`with back as (
        update pgboss.job set state = 'retry', started_on = null, heartbeat_on = null,
          start_after = now() + make_interval(secs => ${delaySeconds}::float8)
        where name = ${name} and id = ${id} and state = 'active' and retry_count = ${retryCount}
        returning 1)
      select pg_notify(${await this.#channel()}, ${name}) from back
      where ${delaySeconds}::float8 = 0`.execute(this.#database.db);
  }

  /** Says that these runs are alive. */
  async touch(name: string, attempts: readonly Attempt[]): Promise<void> {
    await this.#boss.touch(name, [...attempts]);
  }

  /** Gives jobs of dead processes out again and removes what is past its time. */
  async supervise(): Promise<void> {
    await this.#boss.supervise();
  }

  /** What waits in every queue. One statement; cost grows with the unfinished jobs and dead letters. */
  async states(): Promise<QueueState[]> {
    const { rows } = await sql<QueueState>`select name,
        count(*) filter (where state < 'active')::int as waiting,
        count(*) filter (where state < 'active' and start_after <= now())::int as due,
        count(*) filter (where state = 'active')::int as active,
        count(*) filter (where state = 'failed')::int as dead,
        greatest(0, coalesce(extract(epoch from now() - min(start_after)
          filter (where state < 'active')), 0))::float8 as "oldestSeconds",
        (extract(epoch from min(start_after) filter (where state < 'active') - now()) * 1000)::float8
          as "nextDueMs"
      from pgboss.job where state <= 'active' or state = 'failed' group by name`.execute(
      this.#database.db,
    );
    return rows;
  }

  #channelName: string | null = null;

  async #channel(): Promise<string> {
    if (this.#channelName === null) {
      const { rows } = await sql<{ channel: string }>`select
        'pgboss_' || left(encode(sha224('pgboss'::bytea), 'hex'), 24) as channel`.execute(
        this.#database.db,
      );
      this.#channelName = rows[0]?.channel ?? '';
    }
    return this.#channelName;
  }
}
