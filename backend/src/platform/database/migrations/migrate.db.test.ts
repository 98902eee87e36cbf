import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestServer } from '../testing/open-test-database.ts';
import { migrationsOf } from '../testing/migrations-of.ts';
import type { TestServer } from '../testing/test-server.ts';
import { connectionTo } from './connection-to.ts';
import { migrate, type MigrationConnection, readStates } from './migrate.ts';

describe('migrate', () => {
  let server: TestServer;
  const clients: pg.Client[] = [];

  const connect = async (): Promise<MigrationConnection> => {
    const client = new pg.Client(server.connection as pg.ClientConfig);
    client.on('error', () => {});
    clients.push(client);
    await client.connect();
    return connectionTo(client);
  };

  const columns = async (connection: MigrationConnection, table: string): Promise<string[]> => {
    const { rows } = await connection.query<{ name: string }>(
      'SELECT column_name AS name FROM information_schema.columns WHERE table_name = $1 ORDER BY 1',
      [table],
    );
    return rows.map(({ name }) => name);
  };

  beforeAll(async () => {
    server = await openTestServer([]);
  });

  afterAll(async () => {
    await Promise.all(clients.map((client) => client.end()));
    await server.close();
  });

  const first = 'CREATE TABLE first (a int);';
  const second = 'ALTER TABLE first ADD COLUMN b int;';

  it('applies what is pending in order, and nothing the second time', async () => {
    const connection = await connect();
    const names = async (...texts: string[]): Promise<string[]> =>
      (await migrate(connection, migrationsOf(...texts))).map(({ fileName }) => fileName);
    expect(await names(first)).toEqual(['0001-step.sql']);
    expect(await names(first, second)).toEqual(['0002-step.sql']);
    expect(await names(first, second)).toEqual([]);
    expect(await columns(connection, 'first')).toEqual(['a', 'b']);
  });

  it('tells what is applied and what is pending', async () => {
    const states = await readStates(await connect(), migrationsOf(first, second, 'SELECT 1'));
    expect(states.map(({ state }) => state)).toEqual(['applied', 'applied', 'pending']);
    expect(states[0]?.appliedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(states[2]?.appliedAt).toBeNull();
  });

  it('refuses a file that was changed after it had been applied, and applies nothing', async () => {
    const connection = await connect();
    const files = migrationsOf(first, `${second} -- changed`, 'CREATE TABLE third (a int)');
    await expect(migrate(connection, files)).rejects.toMatchObject({
      code: 'DB_MIGRATION_CHANGED',
    });
    expect(await columns(connection, 'third')).toEqual([]);
  });

  it('starts on the schema of a newer version that only expanded, and changes nothing', async () => {
    const connection = await connect();
    expect(await migrate(connection, migrationsOf(first))).toEqual([]);
    const states = await readStates(connection, migrationsOf(first));
    expect(states.map(({ state }) => state)).toEqual(['applied', 'newer']);
  });

  it('rolls a failing file back, names its line, and keeps those before it', async () => {
    const connection = await connect();
    const third = 'CREATE TABLE third (a int);';
    const failing = 'CREATE TABLE fourth (a int);\nALTER TABLE fourth\n  ADD COLUMN b nonsense;';
    const attempt = migrate(connection, migrationsOf(first, second, third, failing));
    await expect(attempt).rejects.toMatchObject({
      code: 'DB_MIGRATION_FAILED',
      message: expect.stringMatching(/^0004-step\.sql line 3: .*nonsense/) as string,
    });
    expect(await columns(connection, 'third')).toEqual(['a']);
    expect(await columns(connection, 'fourth')).toEqual([]);
  });

  it('refuses the schema of a newer version that contracted', async () => {
    const connection = await connect();
    await connection.query('UPDATE schema_migrations SET contracts = true WHERE version = 2');
    const attempt = migrate(connection, migrationsOf(first));
    await expect(attempt).rejects.toMatchObject({ code: 'DB_MIGRATION_UNKNOWN' });
    await connection.query('UPDATE schema_migrations SET contracts = false');
  });

  it('is done once when several start at the same time', async () => {
    const files = migrationsOf(
      first,
      second,
      'CREATE TABLE third (a int);',
      'CREATE TABLE fourth AS SELECT 1 AS a; SELECT pg_sleep(0.2);',
      'INSERT INTO fourth VALUES (2);',
    );
    const connections = await Promise.all([connect(), connect(), connect()]);
    const applied = await Promise.all(connections.map((one) => migrate(one, files)));
    const names = applied.flat().map(({ fileName }) => fileName);
    expect(names.sort()).toEqual(['0004-step.sql', '0005-step.sql']);
    const { rows } = await (await connect()).query('SELECT a FROM fourth ORDER BY a');
    expect(rows).toEqual([{ a: 1 }, { a: 2 }]);
  });

  it('remembers which file contracts: the version before refuses its schema', async () => {
    const connection = await connect();
    const before = migrationsOf(
      first,
      second,
      'CREATE TABLE third (a int);',
      'CREATE TABLE fourth AS SELECT 1 AS a; SELECT pg_sleep(0.2);',
      'INSERT INTO fourth VALUES (2);',
    );
    const texts = [
      ...before.map(({ sql }) => sql),
      '-- contract: nobody reads fourth\nDROP TABLE fourth;',
    ];
    expect(await migrate(connection, migrationsOf(...texts))).toMatchObject([{ contracts: true }]);
    await expect(migrate(connection, before)).rejects.toMatchObject({
      code: 'DB_MIGRATION_UNKNOWN',
    });
  });
});
