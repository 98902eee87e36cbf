import { join } from 'node:path';
import pg from 'pg';
import { Database } from './database.ts';
import { databaseLimits } from './database.limits.ts';
import { toDatabaseError } from './database-failure.ts';
import { Housekeeping } from './embedded/housekeeping.ts';
import { openEmbedded } from './embedded/open-embedded.ts';
import { connectionTo } from './migrations/connection-to.ts';
import { migrate, type MigrationConnection } from './migrations/migrate.ts';
import { type MigrationFile, readMigrations } from './migrations/migration-file.ts';
import { BoundedPool, type PoolOptions } from './pool/bounded-pool.ts';
import type { ResultAccount } from './pool/measured-query.ts';
import { postgresConfig } from './postgres-config.ts';
import { valueParsers } from './value-parsers.ts';

/** What a database is opened with; times in ms. */
export interface DatabaseOptions {
  /** A PostgreSQL server; `null` opens the embedded one. */
  readonly url: string | null;
  /** Where the embedded database keeps its folder and lock. */
  readonly dataDir: string;
  readonly poolMin: number;
  readonly poolMax: number;
  readonly idleTimeoutMs: number;
  readonly account?: ResultAccount;
}

/** A server that can be connected to, before any pool stands. */
interface Server {
  readonly kind: 'embedded' | 'postgres';
  readonly connection: pg.PoolConfig;
  readonly memoryBytes: () => number;
  readonly limitStatements: () => void;
  readonly close: () => Promise<void>;
}

/**
 * Opens the database and applies pending migrations. Rejects with a `DB_*` error that says in one
 * line what is wrong: folder, lock, connection, version, extension or migration.
 */
export async function openDatabase(
  options: DatabaseOptions,
  migrations?: readonly MigrationFile[],
): Promise<Database> {
  const server = await openServer(options);
  try {
    const files = migrations ?? (await readMigrations());
    await withMigrationConnection(server.connection, (connection) => migrate(connection, files));
  } catch (error) {
    await server.close();
    throw toDatabaseError(error);
  }
  server.limitStatements();
  const pool = makePool(server.connection, options);
  if (server.kind === 'postgres') return new Database({ ...server, pool });
  const housekeeping = new Housekeeping((sql) => pool.use((one) => one.run({ text: sql })));
  const close = async (): Promise<void> => {
    housekeeping[Symbol.dispose]();
    await server.close();
  };
  return new Database({ ...server, pool, close });
}

/** Runs `work` on a connection for migrations to the configured database. */
export async function onDatabase<T>(
  options: DatabaseOptions,
  work: (connection: MigrationConnection) => Promise<T>,
): Promise<T> {
  const server = await openServer(options);
  try {
    return await withMigrationConnection(server.connection, work);
  } catch (error) {
    throw toDatabaseError(error);
  } finally {
    await server.close();
  }
}

async function openServer(options: DatabaseOptions): Promise<Server> {
  if (options.url !== null) {
    return {
      kind: 'postgres',
      connection: postgresConfig(options.url, options),
      memoryBytes: () => 0,
      // The server itself limits them, by the pool's statement timeout.
      limitStatements: () => {},
      close: async () => {},
    };
  }
  const folder = join(options.dataDir, 'database');
  const embedded = await openEmbedded(folder);
  return { kind: 'embedded', ...embedded };
}

async function withMigrationConnection<T>(
  config: pg.PoolConfig,
  work: (connection: MigrationConnection) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    ...config,
    // Building an index takes as long as it takes.
    statement_timeout: 0,
    query_timeout: 0,
    idle_in_transaction_session_timeout: 0,
  });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(connectionTo(client));
  } finally {
    await client.end();
  }
}

/** The pool over a server, with this layer's bounds and value parsers. */
export function makePool(
  connection: pg.PoolConfig,
  options: Pick<DatabaseOptions, 'account'> & Partial<Pick<PoolOptions, 'maxWaiters'>>,
): BoundedPool {
  return new BoundedPool({
    connection: { ...connection, types: valueParsers },
    maxWaiters: options.maxWaiters ?? databaseLimits.poolWaiters,
    heldTooLongMs: databaseLimits.heldTooLongMs,
    bounds: {
      limitBytes: databaseLimits.resultBytes,
      limitRows: databaseLimits.resultRows,
      account: options.account ?? null,
    },
  });
}
