import {
  type Compilable,
  Kysely,
  PostgresDialect,
  type PostgresPool,
  type Transaction,
} from 'kysely';
import pg from 'pg';
import Cursor from 'pg-cursor';
import { CommitNotes } from './commit-notes.ts';
import { databaseChannels } from './database.channels.ts';
import { failureCode, isRetryable } from './database-failure.ts';
import type { BoundedPool, PoolStats } from './pool/bounded-pool.ts';
import type { StatementFeed } from './pool/statement-feed.ts';
import { streamRows } from './row-stream.ts';
import type { Tables } from './tables.ts';
import { TransactionScope } from './transaction-scope.ts';

/** What stands behind a `Database`. */
export interface DatabaseParts {
  readonly kind: DatabaseKind;
  readonly pool: BoundedPool;
  /** How a connection beside the pool is made. */
  readonly connection: pg.PoolConfig;
  /** Physical memory of this process that it holds. Default: none, it runs elsewhere. */
  readonly memoryBytes?: () => number;
  /** Closes what was opened for the pool. */
  readonly close: () => Promise<void>;
}

/** `embedded` runs in a worker of this process; `postgres` is a server of its own. */
export type DatabaseKind = 'embedded' | 'postgres';

/**
 * The one way to the database, the same for both kinds.
 * On the embedded one a transaction holds the whole database: keep it short and wait in it for
 * nothing but its own queries. A query beside `trx` inside a transaction is refused on both.
 */
export class Database {
  readonly kind: DatabaseKind;
  readonly db: Kysely<Tables>;
  readonly pool: BoundedPool;
  /** What committed transactions of this process left word of. */
  readonly commits = new CommitNotes();
  readonly #scope = new TransactionScope();
  readonly #connection: pg.PoolConfig;
  readonly #memoryBytes: () => number;
  readonly #close: () => Promise<void>;
  #closing: Promise<void> | null = null;

  constructor(parts: DatabaseParts) {
    this.kind = parts.kind;
    this.pool = parts.pool;
    this.#connection = parts.connection;
    this.#memoryBytes = parts.memoryBytes ?? (() => 0);
    this.#close = parts.close;
    this.db = new Kysely<Tables>({
      dialect: new PostgresDialect({ pool: this.#guardedPool(), cursor: Cursor }),
    });
  }

  /** Physical memory of this process that the embedded database holds; 0 for a server of its own. */
  get memoryBytes(): number {
    return this.#memoryBytes();
  }

  /** Every statement that has been run on the pool, without its values. */
  get statements(): StatementFeed {
    return this.pool.statements;
  }

  /**
   * Runs `work` in a transaction: commits when it resolves, rolls back when it rejects. Runs it a
   * second time, from the start, after a serialization failure or a deadlock; so `work` must change
   * nothing outside the database.
   */
  async transaction<T>(work: (trx: Transaction<Tables>) => Promise<T>): Promise<T> {
    const run = async (): Promise<T> => {
      let begun: Transaction<Tables> | undefined;
      const result = await this.db.transaction().execute((trx) => {
        begun = trx;
        this.commits.begin(trx);
        return this.#scope.run(() => work(trx));
      });
      if (begun) this.commits.committed(begun);
      return result;
    };
    try {
      return await run();
    } catch (error) {
      if (!isRetryable(error)) throw error;
      databaseChannels.transactionRetried.publish({ code: failureCode(error) });
      return await run();
    }
  }

  /**
   * Reads a query of any size in constant memory. Leaving the loop early closes the cursor. A slow
   * reader keeps one connection on PostgreSQL and none on the embedded database, where the result
   * is laid down in a temporary file first.
   */
  stream<Row>(query: Compilable<Row>): AsyncGenerator<Row, void, undefined> {
    return streamRows<Row>(this.kind, this.pool, query.compile());
  }

  /**
   * Runs a read as a prepared statement: parsed once per connection, for the few hottest reads.
   * One name belongs to one constant SQL text; names are at most 63 bytes.
   */
  async preparedRead<Row>(name: string, sql: string, values: readonly unknown[]): Promise<Row[]> {
    this.#scope.refuseInside();
    return await this.pool.use(async (connection) => {
      const result = await connection.run<Row>({ name, text: sql, values: [...values] });
      return result.rows;
    });
  }

  /**
   * Runs a text as a library wrote it: several statements in one are allowed, whose rows are
   * answered one after the other, and `types` decides what values become. Refused in a transaction.
   */
  async runText<Row>(config: pg.QueryConfig): Promise<Row[]> {
    this.#scope.refuseInside();
    const result: unknown = await this.pool.use(async (connection) => {
      try {
        return await connection.run(config);
      } catch (error) {
        // A text that begins a transaction leaves it open when it fails, and the connection goes back.
        if (/^\s*BEGIN\b/i.test(config.text))
          await connection.run({ text: 'ROLLBACK' }).catch(() => undefined);
        throw error;
      }
    });
    const parts = (Array.isArray(result) ? result : [result]) as { rows?: Row[] }[];
    return parts.flatMap(({ rows = [] }) => rows);
  }

  /** Resolves when the database answers. Rejects `DB_UNAVAILABLE` or `DB_POOL_EXHAUSTED`. */
  async ping(): Promise<void> {
    await this.pool.use((connection) => connection.run({ text: 'SELECT 1' }));
  }

  /** A client of its own, not yet connected, for what outlives a statement: LISTEN. */
  openClient(): pg.Client {
    return new pg.Client({
      ...this.#connection,
      statement_timeout: 0,
      query_timeout: 0,
      idle_in_transaction_session_timeout: 0,
    });
  }

  /** The figures of the pool. */
  stats(): PoolStats {
    return this.pool.stats();
  }

  /** Waits for running statements, then closes everything. Twice is fine. */
  async close(): Promise<void> {
    this.#closing ??= (async () => {
      await this.db.destroy();
      await this.pool.end();
      await this.#close();
    })();
    await this.#closing;
  }

  #guardedPool(): PostgresPool {
    return {
      options: this.pool.options,
      connect: async () => {
        this.#scope.refuseInside();
        return await this.pool.connect();
      },
      end: () => this.pool.end(),
    };
  }
}
