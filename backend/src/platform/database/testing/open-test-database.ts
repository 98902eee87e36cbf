import { Database, type DatabaseKind } from '../database.ts';
import { makePool } from '../open-database.ts';
import { type MigrationFile, readMigrations } from '../migrations/migration-file.ts';
import type { ResultAccount } from '../pool/measured-query.ts';
import { embeddedTestServer, postgresTestServer, type TestServer } from './test-server.ts';

/** What a test may ask of its database. */
export interface TestDatabaseOptions {
  /** Default {@link testDatabaseKind}; `postgres` needs TEST_DATABASE_URL. */
  readonly kind?: DatabaseKind;
  /** Instead of the server's own migrations. */
  readonly migrations?: readonly MigrationFile[];
  readonly account?: ResultAccount;
}

/** The PostgreSQL server that tests may use, or `null`. */
// Only tests read this variable, and only here.
export const testDatabaseUrl: string | null = process.env['TEST_DATABASE_URL'] || null;

/** What tests run on that do not ask for one: PostgreSQL where there is one, else the embedded database. */
export const testDatabaseKind: DatabaseKind = testDatabaseUrl === null ? 'embedded' : 'postgres';

/** The server of a new database with `files` applied, to be closed by its caller. */
export async function openTestServer(
  files: readonly MigrationFile[],
  kind: DatabaseKind = testDatabaseKind,
): Promise<TestServer> {
  if (kind === 'embedded') return await embeddedTestServer(files);
  if (testDatabaseUrl === null) throw new Error('TEST_DATABASE_URL is not set');
  return await postgresTestServer(testDatabaseUrl, files);
}

/**
 * A new, migrated, empty database of its own. Close it: `await database.close()` also removes it.
 */
export async function openTestDatabase(options: TestDatabaseOptions = {}): Promise<Database> {
  const { kind = testDatabaseKind } = options;
  const server = await openTestServer(options.migrations ?? (await readMigrations()), kind);
  const pool = makePool(server.connection, options);
  return new Database({ kind, pool, ...server });
}
