import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const settingsFile = join(root, 'deploy/postgres/postgresql.conf');
const system = process.env['LEXIFLOW_POSTGRES_ROOT'] ?? '/var/cache/lexiflow-postgres';
// The stage that starts PostgreSQL for the tests fetches the system it runs in.
const canRun = Boolean(process.env['TEST_DATABASE_URL']) && existsSync(join(system, '.complete'));
/** On the command line, so that the server is reached by the test alone. */
const GIVEN = ['listen_addresses', 'port'];

it.skipIf(!canRun)(
  'a PostgreSQL server takes every setting of deploy/postgres',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lexiflow-settings-'));
    const postgres = (...args: string[]) =>
      spawnSync(join(root, 'tools/postgres.sh'), args, {
        encoding: 'utf8',
        env: { ...process.env, LEXIFLOW_POSTGRES_CONFIG: settingsFile },
      });
    try {
      const { stdout, stderr, status } = postgres('start', folder);
      expect(status, stderr).toBe(0);
      const client = new pg.Client({ connectionString: stdout.trim() });
      await client.connect();
      const { rows } = await client.query<{ name: string; setting: string; refused: string }>(
        `SELECT name, current_setting(name, true) AS setting,
           (SELECT string_agg(error, '; ') FROM pg_file_settings f WHERE f.name = s.name) AS refused
         FROM pg_settings s`,
      );
      await client.end();
      const inForce = new Map(rows.map(({ name, setting }) => [name, setting]));
      const refused = rows.filter((row) => row.refused !== null && !GIVEN.includes(row.name));
      expect(refused).toEqual([]);
      // Written in the file as the server shows it, so that they can be compared.
      const different = settings().filter(([name, value]) => inForce.get(name) !== value);
      expect(different.map(([name]) => [name, inForce.get(name)])).toEqual([]);
    } finally {
      postgres('stop', folder);
      rmSync(folder, { recursive: true, force: true });
    }
  },
  120_000,
);

/** Names and values of the file, without those that the test gives the server itself. */
function settings(): [string, string][] {
  const pairs = [...readFileSync(settingsFile, 'utf8').matchAll(/^(\w+) = (.+)$/gm)].map(
    ([, name = '', value = '']): [string, string] => [name, value.replaceAll("'", '')],
  );
  expect(pairs.length).toBeGreaterThan(30);
  return pairs.filter(([name]) => !GIVEN.includes(name));
}
