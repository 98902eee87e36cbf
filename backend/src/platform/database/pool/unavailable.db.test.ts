import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../database.ts';
import { makePool } from '../open-database.ts';
import { postgresConfig } from '../postgres-config.ts';
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
  const sockets = new Set<Socket>();
  let proxy: Server;
  let port: number;
  let database: Database;

  const listen = async (on: number): Promise<void> => {
    const target = new URL(testDatabaseUrl ?? '');
    proxy = createServer((near) => {
      const far = connect(Number(target.port), target.hostname);
      for (const socket of [near, far]) {
        sockets.add(socket);
        socket.on('error', () => {});
      }
      near.pipe(far).pipe(near);
    }).listen(on, '127.0.0.1');
    await once(proxy, 'listening');
    port = (proxy.address() as AddressInfo).port;
  };

  const cut = async (): Promise<void> => {
    proxy.close();
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    await once(proxy, 'close');
  };

  beforeAll(async () => {
    await listen(0);
    const url = new URL(testDatabaseUrl ?? '');
    url.port = String(port);
    database = databaseAt(url.href);
  });

  afterAll(async () => {
    await database.close();
    await cut();
  });

  it('fails what runs and what comes with DB_UNAVAILABLE, then serves again', async () => {
    await database.ping();
    const running = Promise.allSettled([database.preparedRead('sleep', 'SELECT pg_sleep(10)', [])]);
    await database.ping();
    await cut();
    expect(await running).toMatchObject([{ reason: { code: 'DB_UNAVAILABLE' } }]);
    await expect(database.ping()).rejects.toMatchObject({ code: 'DB_UNAVAILABLE' });
    await listen(port);
    await database.ping();
    expect(database.stats()).toMatchObject({ inUse: 0, waiting: 0 });
  });
});
