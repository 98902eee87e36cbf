import type pg from 'pg';
import type { PostgresCursor } from 'kysely';
import { carry } from '../../work/carry.ts';
import type { RunningWork } from '../../work/running-work.ts';
import { databaseErrors } from '../database.errors.ts';
import { failureCode, isConnectionLost, toDatabaseError } from '../database-failure.ts';
import { MeasuredQuery, type ResultBounds } from './measured-query.ts';

/** One statement that has been run; what the slow query log is fed with. Carries no values. */
export interface StatementReport {
  readonly sql: string;
  readonly durationMs: number;
  readonly rows: number;
  readonly isFailed: boolean;
}

/** What a connection tells its pool. */
export interface ConnectionWatch {
  readonly bounds: ResultBounds;
  now(): number;
  ran(report: StatementReport): void;
  released(connection: PoolConnection): void;
  /** The name of a text that is kept prepared. */
  preparedName(sql: string): string | undefined;
}

/** A result as Kysely and the repositories read it. */
export interface RowsResult<Row> {
  readonly command: 'UPDATE' | 'DELETE' | 'INSERT' | 'SELECT' | 'MERGE' | 'COMMIT' | 'ROLLBACK';
  readonly rowCount: number;
  readonly rows: Row[];
}

/** A connection taken from the pool. One statement at a time; release it exactly once. */
export class PoolConnection {
  readonly #client: pg.PoolClient;
  readonly #watch: ConnectionWatch;
  readonly acquiredAtMs: number;
  /** Whose work it was taken for, when that is known. */
  readonly #work: RunningWork | undefined;
  #isBroken = false;
  #hasEnded = false;
  #lastSql = '';

  constructor(client: pg.PoolClient, watch: ConnectionWatch, work?: RunningWork) {
    this.#client = client;
    this.#watch = watch;
    this.#work = work;
    this.acquiredAtMs = watch.now();
  }

  /** Name of the work it was taken for, when that is known. */
  get owner(): string | null {
    return this.#work?.name ?? null;
  }

  /** The statement that was started last. */
  get lastSql(): string {
    return this.#lastSql;
  }

  /** Runs a statement and holds its whole result, within the pool's bounds; or opens a cursor. */
  query<Row>(sql: string, parameters: readonly unknown[]): Promise<RowsResult<Row>>;
  query<Row>(cursor: PostgresCursor<Row>): PostgresCursor<Row>;
  query<Row>(
    given: string | PostgresCursor<Row>,
    parameters: readonly unknown[] = [],
  ): Promise<RowsResult<Row>> | PostgresCursor<Row> {
    if (typeof given === 'string') {
      const config: pg.QueryConfig = { text: given, values: [...parameters] };
      const name = parameters.length > 0 ? this.#watch.preparedName(given) : undefined;
      return this.run<Row>(name === undefined ? config : { ...config, name });
    }
    this.#lastSql = (given as unknown as { text: string }).text;
    this.#client.query(given as never);
    return given;
  }

  /** Like `query`, with everything `pg` takes; a `name` makes it a prepared statement. */
  async run<Row>(config: pg.QueryConfig): Promise<RowsResult<Row>> {
    const isEnd = config.text === 'commit' || config.text === 'rollback';
    // What is left running when its transaction ends would otherwise be committed by itself.
    if (this.#hasEnded && !isEnd) throw databaseErrors.transactionEnded();
    this.#hasEnded ||= isEnd;
    this.#lastSql = config.text;
    const startedMs = this.#watch.now();
    let rows = 0;
    let isFailed = true;
    try {
      let resultBytes = 0;
      const result = await new Promise<RowsResult<Row>>((resolve, reject) => {
        const query = new MeasuredQuery(config, this.#watch.bounds, (error, value) => {
          resultBytes = query.resultBytes;
          if (error) reject(error);
          else resolve(value as unknown as RowsResult<Row>);
        });
        this.#client.query(query as never);
      });
      const carried = this.#carry(resultBytes);
      if (carried !== undefined) await carried;
      rows = result.rowCount ?? 0;
      isFailed = false;
      return result;
    } catch (error) {
      this.#isBroken ||= isConnectionLost(error) || isQueryGivenUp(error) || isPlanStale(error);
      throw toDatabaseError(error);
    } finally {
      const durationMs = this.#watch.now() - startedMs;
      this.#watch.ran({ sql: config.text, durationMs, rows, isFailed });
    }
  }

  /** The rows are their request's from now on. Throws the governor's refusal when it has no room for them. */
  #carry(bytes: number): Promise<void> | undefined {
    const { account = null, isRefusable = false } = this.#work ?? {};
    if (account === null || bytes === 0) return undefined;
    // No waiting: meanwhile the connection, and in a transaction its locks, would be kept from others.
    const refusal = carry(account, bytes, { isRefusable, waitMs: 0 });
    return refusal?.then((error) => {
      if (error !== undefined) throw error;
    });
  }

  /** Gives the connection back; a broken one, or `true`, closes it. */
  release(destroys = false): void {
    this.#watch.released(this);
    this.#client.release(destroys || this.#isBroken);
  }
}

function isQueryGivenUp(error: unknown): boolean {
  return error instanceof Error && error.message === 'Query read timeout';
}

// A migration changed a table under a prepared statement: a new connection prepares it anew.
function isPlanStale(error: unknown): boolean {
  return failureCode(error) === '0A000' && /cached plan/.test((error as Error).message);
}
