import { databaseErrors } from '../database.errors.ts';
import { failureCode } from '../database-failure.ts';
import type { MigrationConnection } from './migrate.ts';

const pattern = /\bCREATE\s+EXTENSION\s+(?:IF\s+NOT\s+EXISTS\s+)?"?([a-z0-9_-]+)"?/gi;

const packages: Readonly<Record<string, string>> = {
  vector: 'postgresql-NN-pgvector (Debian, Ubuntu), pgvector_NN (RPM), or build pgvector',
  pg_trgm: 'postgresql-contrib (RPM); part of the server package on Debian and Ubuntu',
  btree_gin: 'postgresql-contrib (RPM); part of the server package on Debian and Ubuntu',
};

/** The extensions a SQL text creates. */
export function extensionsOf(sql: string): string[] {
  return [...sql.matchAll(pattern)].map(([, name = '']) => name.toLowerCase());
}

/**
 * Creates the extensions that migrations need and the server does not have yet. Rejects
 * `DB_EXTENSION_MISSING` with the statement to run and the package to install.
 */
export async function ensureExtensions(
  connection: MigrationConnection,
  names: readonly string[],
): Promise<void> {
  for (const name of new Set(names)) {
    const { rows } = await connection.query<{ available: boolean; created: boolean }>(
      `SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = $1) AS available,
              EXISTS (SELECT FROM pg_extension WHERE extname = $1) AS created`,
      [name],
    );
    if (rows[0]?.created === true) continue;
    const statement = `CREATE EXTENSION IF NOT EXISTS ${name}`;
    if (rows[0]?.available !== true) {
      throw databaseErrors.extensionMissing(
        `the server has no extension "${name}": install ${packages[name] ?? name} for its ` +
          `version NN, then run in this database: ${statement};`,
      );
    }
    try {
      await connection.query(statement);
    } catch (error) {
      if (failureCode(error) !== '42501') throw error;
      throw databaseErrors.extensionMissing({
        detail: `this user may not create "${name}": run as a superuser in this database: ${statement};`,
        cause: error,
      });
    }
  }
}
