import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../database.ts';
import { makePool } from '../open-database.ts';
import { postgresConfig } from '../postgres-config.ts';
import { DatabaseProxy } from '../testing/database-proxy.ts';
import { testDatabaseUrl } from '../testing/open-test-database.ts';

const sizes = { poolMin: 0, poolMax: 3, idleTimeoutMs: 1_000 };

function databaseAt(url: string): Database {
  const connection = postgresConfig(url, sizes);
  return new Database({
    kind: 'postgres',
    connection,
    pool: makePool(connection, {}),
    close: async () => {},
  });
}

describe('a PostgreSQL that is not there', () => {
  it('is answered with DB_UNAVAILABLE and a time to come back', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    await once(closed, 'close');
    const database = databaseAt(`postgres://user:secret@127.0.0.1:${port}/none`);
    await expect(database.ping()).rejects.toMatchObject({
      code: 'DB_UNAVAILABLE',
      spec: { status: 503 },
      facts: { retryAfterSeconds: 1 },
    });
    expect(database.stats().failedTotal).toBe(1);
    await database.close();
  });
});

// The way to the server goes through this process, so that a test can cut it.
describe.skipIf(testDatabaseUrl === null)('a PostgreSQL that goes away and comes back', () => {
  let proxy: DatabaseProxy;
  let database: Database;

  beforeAll(async () => {
    proxy = await DatabaseProxy.open(testDatabaseUrl ?? '');
    database = databaseAt(proxy.through(testDatabaseUrl ?? ''));
  });

  afterAll(async () => {
    await database.close();
    await proxy[Symbol.asyncDispose]();
  });

  it('fails what runs and what comes with DB_UNAVAILABLE, then serves again', async () => {
    await database.ping();
    const running = Promise.allSettled([database.preparedRead('sleep', 'SELECT pg_sleep(10)', [])]);
    await database.ping();
    await proxy.cut();
    expect(await running).toMatchObject([{ reason: { code: 'DB_UNAVAILABLE' } }]);
    await expect(database.ping()).rejects.toMatchObject({ code: 'DB_UNAVAILABLE' });
    await proxy.restore();
    await database.ping();
    expect(database.stats()).toMatchObject({ inUse: 0, waiting: 0 });
  });
});
