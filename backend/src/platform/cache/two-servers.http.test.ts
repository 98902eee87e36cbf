import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Database } from '../database/database.ts';
import { makePool } from '../database/open-database.ts';
import { postgresConfig } from '../database/postgres-config.ts';
import { testDatabaseUrl } from '../database/testing/open-test-database.ts';
import { startTestServer } from '../http/testing/start-test-server.ts';
import type { TestServer } from '../http/testing/start-test-server.ts';
import { TestClient } from '../http/testing/test-client.ts';
import { hasRedisServer, TestRedis } from '../redis/testing/redis-server.ts';
import { CacheStrategy } from './cache-strategy.ts';

// Two servers need a database beside them; without redis-server there is nothing to stop and start.
describe.skipIf(testDatabaseUrl === null || !hasRedisServer)('two servers with one cache', () => {
  let redis: TestRedis;
  let one: TestServer;
  let other: TestServer;
  let partner: { one: TestClient; other: TestClient };
  let associate: TestClient;

  beforeAll(async () => {
    redis = await TestRedis.start();
    const env = { REDIS_URL: redis.url, DATABASE_URL: testDatabaseUrl ?? '' };
    one = await startTestServer({ kind: 'postgres', env });
    const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(
      one.database.db,
    );
    const url = new URL(testDatabaseUrl ?? '');
    url.pathname = `/${rows[0]?.name}`;
    const connection = postgresConfig(url.href, { poolMin: 0, poolMax: 8, idleTimeoutMs: 1_000 });
    const pool = makePool(connection, {});
    const close = async (): Promise<void> => {};
    const database = new Database({ kind: 'postgres', connection, pool, close });
    other = await startTestServer({ database, env });
    const onOne = await one.signInAs('partner');
    partner = { one: onOne, other: new TestClient(other.url, onOne.token, onOne.userId) };
    associate = await other.signInAs('associate');
    for (const { app } of [one, other]) {
      await vi.waitUntil(() => app.nest.get(CacheStrategy).shared?.isUsable, 10_000);
      expect(app.nest.get(CacheStrategy).isInformed()).toBe(true);
    }
  });
  afterAll(async () => {
    await other?.close();
    await other?.database.close();
    await one?.close();
    await redis?.[Symbol.asyncDispose]();
  });

  const found = async (client: TestClient, q: string): Promise<number> => {
    const { status, body } = await client.get(`/api/search?q=${q}`);
    expect(status).toBe(200);
    return body.items.length;
  };
  const createCase = async (title: string, number: string): Promise<void> => {
    const { status } = await partner.one.post('/api/cases', { title, number });
    expect(status).toBe(201);
  };

  it('give an answer that one has loaded at the other, to who may see the same only', async () => {
    await createCase('Quillfeather v. Ashgrove', '1:24-cv-00001');
    const hits = () => other.app.nest.get(CacheStrategy).regions.get('search')?.sharedHitsTotal;
    let limit = 1;
    const ask = async (): Promise<number | undefined> => {
      // News of the new case may still end what was just kept: then another question is asked.
      limit = (limit % 99) + 1;
      const q = `quillfeather&limit=${limit}`;
      expect(await found(partner.one, q)).toBe(1);
      expect(await found(partner.other, q)).toBe(1);
      return hits();
    };
    await expect.poll(ask).toBeGreaterThan(0);
    expect(await found(associate, 'quillfeather')).toBe(0);
  });

  it('tell each other of a change: the writer knows at once, the other when it hears', async () => {
    expect(await found(partner.one, 'marlowe')).toBe(0);
    expect(await found(partner.other, 'marlowe')).toBe(0);
    await createCase('Marlowe v. Printworks', '1:24-cv-00002');
    expect(await found(partner.one, 'marlowe')).toBe(1);
    await expect.poll(() => found(partner.other, 'marlowe')).toBe(1);
  });

  it('tell each other of courts', async () => {
    const names = async (client: TestClient): Promise<string[]> =>
      (await client.get('/api/courts?q=testcourt')).body.items.map(
        ({ name }: { name: string }) => name,
      );
    const admin = await one.signInAs('admin');
    expect(await names(partner.other)).toEqual([]);
    const given = { id: 'testcourt', name: 'Court of Tests' };
    expect((await admin.post('/api/courts/import', [given])).status).toBe(200);
    expect(await names(partner.one)).toEqual(['Court of Tests']);
    await expect.poll(() => names(partner.other)).toEqual(['Court of Tests']);
  });

  it('go on without Redis and use it again when it is back', async () => {
    await redis.kill();
    expect(await found(partner.one, 'hornbeam')).toBe(0);
    expect(await found(partner.other, 'hornbeam')).toBe(0);
    await createCase('Hornbeam v. Gifford', '1:24-cv-00003');
    expect(await found(partner.one, 'hornbeam')).toBe(1);
    await expect.poll(() => found(partner.other, 'hornbeam')).toBe(1);
    await redis.start();
    const strategies = [one, other].map(({ app }) => app.nest.get(CacheStrategy));
    await expect.poll(() => strategies.every(({ shared }) => shared?.isUsable)).toBe(true);
    await createCase('Hornbeam v. Burgess', '1:24-cv-00004');
    expect(await found(partner.one, 'hornbeam')).toBe(2);
    await expect.poll(() => found(partner.other, 'hornbeam')).toBe(2);
  });
});
