import type { JobDetail, JobState, JobsQuery, JobSummary, Page } from '@lexiflow/contracts';
import { sql } from 'kysely';
import type { Transaction } from 'kysely';
import type { Database } from '../database/database.ts';
import { keysetPage, type Keyset } from '../database/keyset.ts';
import type { Tables } from '../database/tables.ts';
import { brokenUniqueness } from '../database/unique-violation.ts';
import { jobErrors } from './jobs.errors.ts';
import { jobsLimits } from './jobs.limits.ts';

/** The columns of the library's table that are read here. */
export interface BossJobTable {
  id: string;
  name: string;
  data: unknown;
  state: 'created' | 'retry' | 'active' | 'completed' | 'failed' | 'cancelled';
  retry_count: number;
  retry_limit: number;
  created_on: string;
  start_after: string;
  started_on: string | null;
  completed_on: string | null;
  group_id: string | null;
  singleton_key: string | null;
  output: unknown;
}

declare module '../database/tables.ts' {
  interface Tables {
    'pgboss.job': BossJobTable;
  }
}

const newestFirst: Keyset = {
  name: 'jobs',
  isDescending: true,
  columns: [
    { expression: sql`created_on`, type: 'timestamptz' },
    { expression: sql`id`, type: 'uuid' },
  ],
};

const statesByName = {
  waiting: 'created',
  retrying: 'retry',
  active: 'active',
  completed: 'completed',
  dead: 'failed',
  cancelled: 'cancelled',
} as const;

const stateName =
  sql<JobState>`case state when 'created' then 'waiting' when 'retry' then 'retrying'
  when 'failed' then 'dead' else state::text end`.as('state');

const columns = [
  'id',
  'name as queue',
  stateName,
  // A job that has not begun has had no try, though it may have been handed back.
  sql<number>`retry_count + (started_on is not null)::int`.as('attempts'),
  sql<number>`retry_limit + 1`.as('attemptLimit'),
  'created_on as createdAt',
  'start_after as startAfter',
  'started_on as startedAt',
  'completed_on as endedAt',
  'group_id as groupKey',
  'singleton_key as singletonKey',
  sql<string | null>`coalesce(output ->> 'message', output -> 'value' ->> 'message')`.as('error'),
] as const;

/** Lists the jobs for people, and lets them replay or discard dead letters. */
export class JobList {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async list(query: JobsQuery): Promise<Page<JobSummary>> {
    const page = await keysetPage(this.#filtered(query).select(columns), newestFirst, query);
    const items = { items: page.rows as JobSummary[], nextCursor: page.nextCursor };
    if (!query.count) return items;
    const { total } = await this.#filtered(query)
      .select(sql<number>`count(*)::int`.as('total'))
      .executeTakeFirstOrThrow();
    return { ...items, total };
  }

  /** How many jobs of each queue became dead letters after an instant, and the last of these. */
  async diedSince(at: string): Promise<{ queue: string; count: number; lastAt: string }[]> {
    const { rows } = await sql<{ queue: string; count: number; lastAt: string }>`select
        name as queue, count(*)::int as count, max(completed_on) as "lastAt" from pgboss.job
      where state = 'failed' and completed_on > ${at}::timestamptz and name not like '\\_\\_%'
      group by name order by name`.execute(this.#database.db);
    return rows;
  }

  /** Throws JOB_NOT_FOUND. */
  async find(id: string): Promise<JobDetail> {
    const found = await this.#filtered({})
      .select(columns)
      .select('data')
      .where('id', '=', id)
      .executeTakeFirst();
    if (!found) throw jobErrors.notFound();
    return found as JobDetail;
  }

  /** Lets a dead letter run again, with all its tries. Throws JOB_NOT_FOUND, JOB_NOT_DEAD, JOB_EQUAL_WAITS. */
  async replay(trx: Transaction<Tables>, id: string): Promise<{ queue: string }> {
    const { name } = await this.#lockDead(trx, id);
    try {
      await sql`update pgboss.job as j set state = 'retry', retry_count = 0,
          retry_limit = q.retry_limit, started_on = null, completed_on = null,
          heartbeat_on = null, start_after = now(),
          keep_until = now() + make_interval(secs => ${jobsLimits.waitingSeconds}::float8)
        from pgboss.queue as q
        where q.name = j.name and j.name = ${name} and j.id = ${id}`.execute(trx);
    } catch (error) {
      if (brokenUniqueness(error) === undefined) throw error;
      throw jobErrors.equalWaits({ cause: error });
    }
    return { queue: name };
  }

  /** Removes a dead letter. Throws JOB_NOT_FOUND, JOB_NOT_DEAD. */
  async discard(trx: Transaction<Tables>, id: string): Promise<{ queue: string }> {
    const { name } = await this.#lockDead(trx, id);
    await trx.deleteFrom('pgboss.job').where('name', '=', name).where('id', '=', id).execute();
    return { queue: name };
  }

  async #lockDead(trx: Transaction<Tables>, id: string): Promise<{ name: string }> {
    const found = await trx
      .selectFrom('pgboss.job')
      .select(['name', 'state'])
      .where('id', '=', id)
      .where('name', 'not like', '\\_\\_%')
      .forUpdate()
      .executeTakeFirst();
    if (!found) throw jobErrors.notFound();
    if (found.state !== 'failed') throw jobErrors.notDead();
    return found;
  }

  #filtered({ state, queue }: Pick<JobsQuery, 'state' | 'queue'>) {
    // The library's own queues begin with two underscores.
    let query = this.#database.db.selectFrom('pgboss.job').where('name', 'not like', '\\_\\_%');
    if (state !== undefined) query = query.where('state', '=', statesByName[state]);
    if (queue !== undefined) query = query.where('name', '=', queue);
    return query;
  }
}
