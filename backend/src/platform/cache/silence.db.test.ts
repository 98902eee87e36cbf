import { createGovernor } from '@lexiflow/memory';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../database/database.ts';
import { makePool } from '../database/open-database.ts';
import { postgresConfig } from '../database/postgres-config.ts';
import { DatabaseProxy } from '../database/testing/database-proxy.ts';
import { migrationsOf } from '../database/testing/migrations-of.ts';
import { openTestDatabase, testDatabaseUrl } from '../database/testing/open-test-database.ts';
import { ChangeFeed } from '../events/change-feed.ts';
import type { CacheRegion } from './cache-region.ts';
import { CACHE_CHANNEL, CacheStrategy } from './cache-strategy.ts';

// The embedded database is in the process: its connection cannot fall silent.
describe.skipIf(testDatabaseUrl === null)('a cache whose change feed falls silent', () => {
  let database: Database;
  let proxy: DatabaseProxy;
  let behind: Database;
  let feed: ChangeFeed;
  let strategy: CacheStrategy;
  let region: CacheRegion<number>;

  beforeAll(async () => {
    const migrations = migrationsOf(
      'CREATE TABLE cached_row (n int NOT NULL); INSERT INTO cached_row VALUES (1)',
    );
    database = await openTestDatabase({ kind: 'postgres', migrations });
    const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(
      database.db,
    );
    const url = new URL(testDatabaseUrl ?? '');
    url.pathname = `/${rows[0]?.name}`;
    proxy = await DatabaseProxy.open(url.href);
    const sizes = { poolMin: 0, poolMax: 2, idleTimeoutMs: 1_000 };
    const connection = postgresConfig(proxy.through(url.href), sizes);
    const pool = makePool(connection, {});
    behind = new Database({ kind: 'postgres', connection, pool, close: async () => {} });
    // Only the feed goes the way that falls silent.
    feed = new ChangeFeed(behind);
    strategy = new CacheStrategy({
      defaults: { ttlMs: 60_000, maxEntries: 100 },
      database,
      feed,
      host: createGovernor(),
      redis: null,
      installation: 'silent',
      maxEntries: 10,
      maxBytes: 65_536,
    });
    const bounds = { maxEntries: 10, maxBytes: 65_536, ttlMs: 3_600_000 };
    region = strategy.region({ name: 'row', shape: 1, ...bounds, tags: ['row'] });
    await strategy.start();
  });
  afterAll(async () => {
    strategy.close();
    await proxy[Symbol.asyncDispose]();
    await feed.onApplicationShutdown();
    await behind.close();
    await database.close();
  });

  const read = (): Promise<number> =>
    region.getOrLoad({ scope: 'everyone', key: 'n' }, async () => {
      const { rows } = await sql<{ n: number }>`select n from cached_row`.execute(database.db);
      return rows[0]?.n ?? 0;
    });
  /** A change by another instance. */
  const change = async (n: number): Promise<void> => {
    await sql`update cached_row set n = ${n}`.execute(database.db);
    await sql`select pg_notify(${CACHE_CHANNEL}, 'row')`.execute(database.db);
  };

  it('stops to answer from memory though no connection broke, and goes on when it hears again', async () => {
    expect(await read()).toBe(1);
    await change(2);
    await expect.poll(read).toBe(2);
    proxy.freeze();
    await change(3);
    // Nothing told it, and nothing will.
    await expect.poll(read, { timeout: 20_000 }).toBe(3);
    expect(strategy.isInformed()).toBe(false);
    await change(4);
    expect(await read()).toBe(4);
    proxy.thaw();
    await expect.poll(() => strategy.isInformed(), { timeout: 20_000 }).toBe(true);
    await change(5);
    await expect.poll(read).toBe(5);
  }, 60_000);
});
