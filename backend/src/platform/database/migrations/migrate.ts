import { databaseErrors } from '../database.errors.ts';
import type { MigrationFile } from './migration-file.ts';
import {
  type AppliedMigration,
  type MigrationState,
  migrationStates,
  refuseMismatch,
} from './migration-state.ts';
import { ensureExtensions, extensionsOf } from './required-extensions.ts';

/** A connection of its own, without a statement timeout. */
export interface MigrationConnection {
  query<Row>(sql: string, values?: unknown[]): Promise<{ readonly rows: Row[] }>;
}

const oldestVersion = 140_000;

// Any constant will do; it must stay the same over all versions, which may start at once.
const lockKey = 7_105_202;

const tableSql = `
  CREATE TABLE IF NOT EXISTS schema_migrations (
    version integer PRIMARY KEY,
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now(),
    duration_ms integer NOT NULL
  )`;

const readSql = `
  SELECT version, name, checksum,
         to_char(applied_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "appliedAt"
    FROM schema_migrations ORDER BY version`;

/**
 * Applies what is pending, in order, each file in a transaction of its own; the ones before a
 * failing file stay. Several processes may call it at once: one works, the others wait and find
 * nothing to do. Answers what was applied.
 */
export async function migrate(
  connection: MigrationConnection,
  files: readonly MigrationFile[],
): Promise<MigrationFile[]> {
  await refuseOldServer(connection);
  await connection.query('SELECT pg_advisory_lock($1)', [lockKey]);
  try {
    const states = await readStates(connection, files);
    refuseMismatch(states);
    const isPending = new Set(states.filter((s) => s.state === 'pending').map((s) => s.version));
    const pending = files.filter(({ version }) => isPending.has(version));
    await ensureExtensions(
      connection,
      pending.flatMap(({ sql }) => extensionsOf(sql)),
    );
    for (const file of pending) await apply(connection, file);
    return pending;
  } finally {
    await connection.query('SELECT pg_advisory_unlock($1)', [lockKey]);
  }
}

/** What is applied, pending, changed or unknown. Makes the table when it is not there. */
export async function readStates(
  connection: MigrationConnection,
  files: readonly MigrationFile[],
): Promise<MigrationState[]> {
  await connection.query(tableSql);
  const { rows } = await connection.query<AppliedMigration>(readSql);
  return migrationStates(files, rows);
}

async function apply(connection: MigrationConnection, file: MigrationFile): Promise<void> {
  const startedMs = performance.now();
  await connection.query('BEGIN');
  try {
    // A change that waits for a lock blocks all who come after it: better to fail and be run again.
    await connection.query("SET LOCAL lock_timeout = '30s'");
    await connection.query(file.sql);
    await connection.query(
      'INSERT INTO schema_migrations (version, name, checksum, duration_ms) VALUES ($1, $2, $3, $4)',
      [file.version, file.name, file.checksum, Math.round(performance.now() - startedMs)],
    );
    await connection.query('COMMIT');
  } catch (error) {
    await connection.query('ROLLBACK');
    throw databaseErrors.migrationFailed({
      detail: `${file.fileName}${lineOf(file.sql, error)}: ${(error as Error).message}`,
      cause: error,
    });
  }
}

function lineOf(sql: string, error: unknown): string {
  const position = Number((error as { position?: string }).position);
  return position > 0 ? ` line ${sql.slice(0, position).split('\n').length}` : '';
}

async function refuseOldServer(connection: MigrationConnection): Promise<void> {
  const { rows } = await connection.query<{ version: string }>(
    "SELECT current_setting('server_version_num') AS version",
  );
  const version = Number(rows[0]?.version);
  if (version < oldestVersion) {
    throw databaseErrors.versionUnsupported(`the server says ${rows[0]?.version}`);
  }
}
