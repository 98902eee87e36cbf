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
  );
  ALTER TABLE schema_migrations ADD COLUMN IF NOT EXISTS contracts boolean NOT NULL DEFAULT false`;

const readSql = `
  SELECT version, name, checksum,
         to_char(applied_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "appliedAt",
         -- The column is not there before the first start of a version that has it.
         coalesce((to_jsonb(m) ->> 'contracts')::boolean, false) AS contracts
    FROM schema_migrations m ORDER BY version`;

/**
 * Applies what is pending, in order, each file in a transaction of its own; the ones before a
 * failing file stay. Several processes may call it at once: each file is applied by one of them.
 * Answers what was applied by this call.
 */
export async function migrate(
  connection: MigrationConnection,
  files: readonly MigrationFile[],
): Promise<MigrationFile[]> {
  await refuseOldServer(connection);
  const applied: MigrationFile[] = [];
  for (;;) {
    const file = await applyNext(connection, files);
    if (file === null) return applied;
    applied.push(file);
  }
}

/** What is applied, pending, changed or unknown. Changes nothing. */
export async function readStates(
  connection: MigrationConnection,
  files: readonly MigrationFile[],
): Promise<MigrationState[]> {
  const { rows } = await connection.query<{ exists: boolean }>(
    "SELECT to_regclass('schema_migrations') IS NOT NULL AS exists",
  );
  if (rows[0]?.exists !== true) return migrationStates(files, []);
  return migrationStates(files, (await connection.query<AppliedMigration>(readSql)).rows);
}

async function applyNext(
  connection: MigrationConnection,
  files: readonly MigrationFile[],
): Promise<MigrationFile | null> {
  await connection.query('BEGIN');
  try {
    // Held to the end of the transaction: on the embedded database, whose clients share a session,
    // a lock of the session would keep nobody out.
    await connection.query('SELECT pg_advisory_xact_lock($1)', [lockKey]);
    await connection.query(tableSql);
    const states = await readStates(connection, files);
    refuseMismatch(states);
    const pending = files.filter((_, index) => states[index]?.state === 'pending');
    await ensureExtensions(
      connection,
      pending.flatMap(({ sql }) => extensionsOf(sql)),
    );
    const next = pending[0] ?? null;
    if (next !== null) await apply(connection, next);
    await connection.query('COMMIT');
    return next;
  } catch (error) {
    await connection.query('ROLLBACK');
    throw error;
  }
}

async function apply(connection: MigrationConnection, file: MigrationFile): Promise<void> {
  const startedMs = performance.now();
  // A change that waits for a lock blocks all who come after it: better to fail and be run again.
  await connection.query("SET LOCAL lock_timeout = '30s'");
  try {
    await connection.query(file.sql);
  } catch (error) {
    throw databaseErrors.migrationFailed({
      detail: `${file.fileName}${lineOf(file.sql, error)}: ${(error as Error).message}`,
      cause: error,
    });
  }
  await connection.query(
    `INSERT INTO schema_migrations (version, name, checksum, duration_ms, contracts)
     VALUES ($1, $2, $3, $4, $5)`,
    [
      file.version,
      file.name,
      file.checksum,
      Math.round(performance.now() - startedMs),
      file.contracts,
    ],
  );
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
