import { Database, type DatabaseKind } from '../database.ts';
import { makePool } from '../open-database.ts';
import { type MigrationFile, readMigrations } from '../migrations/migration-file.ts';
import type { ResultAccount } from '../pool/measured-query.ts';
import { embeddedTestServer, postgresTestServer } from './test-server.ts';

/** What a test may ask of its database. */
export interface TestDatabaseOptions {
  /** Default `embedded`; `postgres` needs TEST_DATABASE_URL. */
  readonly kind?: DatabaseKind;
  /** Instead of the server's own migrations. */
  readonly migrations?: readonly MigrationFile[];
  readonly account?: ResultAccount;
}

/** The PostgreSQL server that tests may use, or `null`. */
// Only tests read this variable, and only here.
export const testDatabaseUrl: string | null = process.env['TEST_DATABASE_URL'] || null;

/**
 * A new, migrated, empty database of its own. Close it: `await database.close()` also removes it.
 */
export async function openTestDatabase(options: TestDatabaseOptions = {}): Promise<Database> {
  const kind = options.kind ?? 'embedded';
  const files = options.migrations ?? (await readMigrations());
  if (kind === 'postgres' && testDatabaseUrl === null)
    throw new Error('TEST_DATABASE_URL is not set');
  const server =
    kind === 'postgres'
      ? await postgresTestServer(testDatabaseUrl ?? '', files)
      : await embeddedTestServer(files);
  const pool = makePool(server.connection, options);
  return new Database({ kind, pool, ...server });
}
