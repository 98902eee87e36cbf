import type { MigrationConnection } from '../../platform/database/migrations/migrate.ts';

/** What stands in a schema of its own, apart from extensions. */
const TABLES = `
  SELECT count(*)::int AS tables
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
    AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND n.nspname !~ '^pg_(toast|temp)'
    AND NOT EXISTS (
      SELECT FROM pg_depend d
      WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')`;

/** Major version of a PostgreSQL server, and how many tables, views and sequences its database has. */
export interface PostgresState {
  readonly major: number;
  readonly tables: number;
}

/** Reads it over a connection. */
export async function postgresState(connection: MigrationConnection): Promise<PostgresState> {
  const version = await connection.query<{ server_version_num: string }>('SHOW server_version_num');
  const found = await connection.query<{ tables: number }>(TABLES);
  return {
    major: Math.floor(Number(version.rows[0]?.server_version_num ?? 0) / 10_000),
    tables: found.rows[0]?.tables ?? 0,
  };
}
