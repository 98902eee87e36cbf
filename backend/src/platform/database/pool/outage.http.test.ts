import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CacheStrategy } from '../../cache/cache-strategy.ts';
import { startTestServer } from '../../http/testing/start-test-server.ts';
import type { TestServer } from '../../http/testing/start-test-server.ts';
import type { TestClient } from '../../http/testing/test-client.ts';
import { Database } from '../database.ts';
import { makePool } from '../open-database.ts';
import { postgresConfig } from '../postgres-config.ts';
import { DatabaseProxy } from '../testing/database-proxy.ts';
import { openTestDatabase, testDatabaseUrl } from '../testing/open-test-database.ts';

// The embedded database is in the process; one that can go away is a server.
describe.skipIf(testDatabaseUrl === null)('a server whose database goes away', () => {
  let owner: Database;
  let proxy: DatabaseProxy;
  let database: Database;
  let server: TestServer;
  let partner: TestClient;

  beforeAll(async () => {
    owner = await openTestDatabase({ kind: 'postgres' });
    const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(
      owner.db,
    );
    const url = new URL(testDatabaseUrl ?? '');
    url.pathname = `/${rows[0]?.name}`;
    proxy = await DatabaseProxy.open(url.href);
    const connection = postgresConfig(proxy.through(url.href), {
      poolMin: 0,
      poolMax: 6,
      idleTimeoutMs: 1_000,
    });
    const pool = makePool(connection, {});
    database = new Database({ kind: 'postgres', connection, pool, close: async () => {} });
    server = await startTestServer({ database });
    partner = await server.signInAs('partner');
  });
  afterAll(async () => {
    await server?.close();
    await database?.close();
    await proxy?.[Symbol.asyncDispose]();
    await owner?.close();
  });

  const statusOf = async (path: string): Promise<number> => (await partner.get(path)).status;

  it('answers 503 with a code while it is gone, then serves again and misses no change', async () => {
    expect(await statusOf('/api/courts?q=district')).toBe(200);
    expect(await statusOf('/api/search?q=hollybrook')).toBe(200);
    await proxy.cut();
    for (const path of ['/api/cases', '/api/courts?q=district', '/api/search?q=hollybrook']) {
      const { status, headers, body } = await partner.get(path);
      expect({ path, status, code: body.code }).toEqual({
        path,
        status: 503,
        code: 'DB_UNAVAILABLE',
      });
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect((await server.anonymous.get('/api/health/live')).status).toBe(200);
    expect(server.app.nest.get(CacheStrategy).isInformed()).toBe(false);
    // Changed meanwhile by a process that still reaches the database.
    await sql`insert into courts (id, name) values ('late', 'Hollybrook District Court')`.execute(
      owner.db,
    );
    await proxy.restore();
    await expect.poll(() => statusOf('/api/cases')).toBe(200);
    const names = async (): Promise<string[]> =>
      (await partner.get('/api/courts?q=hollybrook')).body.items.map(
        ({ name }: { name: string }) => name,
      );
    await expect.poll(names).toEqual(['Hollybrook District Court']);
    await expect.poll(() => server.app.nest.get(CacheStrategy).isInformed()).toBe(true);
    expect(database.stats()).toMatchObject({ waiting: 0, heldTooLong: [] });
  });
});
