import pg from 'pg';
import { databaseErrors } from '../database.errors.ts';
import { databaseChannels } from '../database.channels.ts';
import { toDatabaseError } from '../database-failure.ts';
import { databaseLimits } from '../database.limits.ts';
import { DurationHistogram, type HistogramSnapshot } from './duration-histogram.ts';
import { HotStatements } from './hot-statements.ts';
import { runningWork } from '../../work/running-work.ts';
import type { ResultBounds } from './measured-query.ts';
import { type ConnectionWatch, PoolConnection } from './pool-connection.ts';
import { StatementFeed } from './statement-feed.ts';

/** What a pool is made of. */
export interface PoolOptions {
  /** How `pg` reaches the server, with its minimum, maximum and timeouts. */
  readonly connection: pg.PoolConfig;
  readonly maxWaiters: number;
  readonly bounds: ResultBounds;
  readonly heldTooLongMs: number;
  readonly now?: () => number;
}

/** A connection that is in use for longer than it should be. */
export interface HeldConnection {
  readonly heldMs: number;
  /** When it was taken, on the pool's own clock: tells one hold from another. */
  readonly sinceMs: number;
  /** The route or job that took it; null when that is not known. */
  readonly owner: string | null;
  /** Its last statement, without values. */
  readonly sql: string;
}

/** The figures of a pool at one moment; counters run since the start. */
export interface PoolStats {
  readonly max: number;
  readonly open: number;
  readonly idle: number;
  readonly inUse: number;
  readonly waiting: number;
  readonly refusedTotal: number;
  readonly failedTotal: number;
  readonly lostTotal: number;
  readonly acquire: HistogramSnapshot;
  /** How long statements took. */
  readonly statements: HistogramSnapshot;
  readonly heldTooLong: readonly HeldConnection[];
}

const acquireBoundsMs = [0.1, 0.5, 1, 5, 10, 50, 100, 500, 1_000, 5_000];
const statementBoundsMs = [0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 5_000, 15_000];

/**
 * Connections to one database: at most `max`, at most `maxWaiters` callers waiting for one, each no
 * longer than the acquire timeout. Over either the caller is refused with `DB_POOL_EXHAUSTED`.
 */
export class BoundedPool {
  readonly #pool: pg.Pool;
  readonly #options: PoolOptions;
  readonly #now: () => number;
  /** Every statement that has been run, without its values. */
  readonly statements = new StatementFeed();
  readonly #hot = new HotStatements();
  readonly #inUse = new Set<PoolConnection>();
  readonly #acquire = new DurationHistogram(acquireBoundsMs);
  readonly #ran = new DurationHistogram(statementBoundsMs);
  #refused = 0;
  #failed = 0;
  #lost = 0;
  #isEnding = false;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#now = options.now ?? performance.now.bind(performance);
    this.#pool = new pg.Pool(options.connection);
    this.#pool.on('error', (error) => this.#noteLost(error));
    // pg reports a connection that dies in use both to its statement and here.
    this.#pool.on('connect', (client) => client.on('error', () => {}));
  }

  /** What Kysely hands to its own cancelling; unused, and required by its interface. */
  get options(): object {
    return this.#pool.options;
  }

  /** Callers that wait for a connection now. */
  get waiting(): number {
    return this.#pool.waitingCount;
  }

  /** Takes a connection. Rejects `DB_POOL_EXHAUSTED` or `DB_UNAVAILABLE`. */
  async connect(): Promise<PoolConnection> {
    const { maxWaiters, bounds } = this.#options;
    const isFull = this.#pool.totalCount >= (this.#pool.options.max ?? 1);
    const mustWait = isFull && this.#pool.idleCount === 0;
    if (mustWait && this.#pool.waitingCount >= maxWaiters) {
      throw this.#refuse(`${this.#pool.waitingCount} callers are waiting already`);
    }
    const startedMs = this.#now();
    let client: pg.PoolClient;
    try {
      client = await this.#pool.connect();
    } catch (error) {
      if ((error as Error).message === 'timeout exceeded when trying to connect') {
        throw this.#refuse('no connection became free in time');
      }
      this.#failed += 1;
      throw toDatabaseError(error);
    }
    this.#acquire.observe(this.#now() - startedMs);
    const watch: ConnectionWatch = {
      bounds,
      now: this.#now,
      ran: (report) => {
        this.#ran.observe(report.durationMs);
        this.statements.publish(report);
      },
      released: (given) => this.#inUse.delete(given),
      preparedName: (sql) => this.#hot.nameOf(sql),
    };
    const connection = new PoolConnection(client, watch, runningWork.getStore());
    this.#inUse.add(connection);
    return connection;
  }

  /** Takes a connection for the time of `work`. */
  async use<T>(work: (connection: PoolConnection) => Promise<T>): Promise<T> {
    const connection = await this.connect();
    try {
      return await work(connection);
    } finally {
      connection.release();
    }
  }

  /** The figures now. O(connections). */
  stats(): PoolStats {
    const nowMs = this.#now();
    const heldTooLong = [...this.#inUse]
      .map((held) => ({
        heldMs: nowMs - held.acquiredAtMs,
        sinceMs: held.acquiredAtMs,
        owner: held.owner,
        sql: held.lastSql,
      }))
      .filter(({ heldMs }) => heldMs > this.#options.heldTooLongMs);
    return {
      max: this.#pool.options.max ?? 0,
      open: this.#pool.totalCount,
      idle: this.#pool.idleCount,
      inUse: this.#inUse.size,
      waiting: this.#pool.waitingCount,
      refusedTotal: this.#refused,
      failedTotal: this.#failed,
      lostTotal: this.#lost,
      acquire: this.#acquire.snapshot(),
      statements: this.#ran.snapshot(),
      heldTooLong,
    };
  }

  /** Waits for the connections in use and closes all. Twice is fine. */
  async end(): Promise<void> {
    if (this.#isEnding) return;
    this.#isEnding = true;
    await this.#pool.end();
  }

  #refuse(detail: string): Error {
    this.#refused += 1;
    return databaseErrors.poolExhausted({
      detail,
      retryAfterSeconds: databaseLimits.retryAfterSeconds,
    });
  }

  #noteLost(error: Error): void {
    this.#lost += 1;
    databaseChannels.connectionLost.publish({ error });
  }
}
