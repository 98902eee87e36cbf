import pg from 'pg';
import type { Config } from '../../platform/config/config.ts';
import { shownValue } from '../../platform/config/problem.ts';
import { ok, problem } from './finding.ts';
import type { Finding } from './finding.ts';

const TIMEOUT_MS = 5000;
const MIN_VERSION = 140_000;
const EXTENSIONS = ['vector', 'pg_trgm', 'btree_gin'];

/** Judges the database: reachable within 5 s, version 14 or newer, the three extensions at hand. */
export async function checkDatabase({ database }: Config): Promise<Finding[]> {
  if (database.url === null) return [ok('database', 'embedded, under DATA_DIR')];
  const shown = shownValue({ kind: 'url', isSecret: true }, database.url);
  const client = new pg.Client({
    connectionString: database.url,
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
  });
  try {
    await client.connect();
    return [await checkVersion(client), ...(await checkExtensions(client))];
  } catch (error) {
    const reason =
      error instanceof Error ? error.message || String(Reflect.get(error, 'code')) : '';
    const advice =
      'start PostgreSQL, or correct DATABASE_URL, or unset it for the embedded database';
    return [problem('database', `${shown} cannot be reached: ${reason}`, advice)];
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function checkVersion(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query<{ number: string; text: string }>(
    "select current_setting('server_version_num') as number, current_setting('server_version') as text",
  );
  const { number = '0', text = '' } = rows[0] ?? {};
  if (Number(number) >= MIN_VERSION) return ok('database', `PostgreSQL ${text}`);
  return problem('database', `PostgreSQL ${text} is too old`, 'use PostgreSQL 14 or newer');
}

async function checkExtensions(client: pg.Client): Promise<Finding[]> {
  const { rows } = await client.query<{ name: string; version: string; installed: string | null }>(
    'select name, default_version as version, installed_version as installed from pg_available_extensions where name = any($1)',
    [EXTENSIONS],
  );
  return EXTENSIONS.map((name) => {
    const row = rows.find((candidate) => candidate.name === name);
    if (row === undefined) {
      const advice = `install the package of ${name} (Debian: ${name === 'vector' ? 'postgresql-NN-pgvector' : 'postgresql-contrib'}) on the database server`;
      return problem(`extension ${name}`, 'is not available on the database server', advice);
    }
    if (row.installed !== null) return ok(`extension ${name}`, row.installed);
    return ok(`extension ${name}`, `${row.version} is available, a migration creates it`);
  });
}
