import { afterEach, describe, expect, it } from 'vitest';
import { postgresConfig } from '../postgres-config.ts';
import { testDatabaseUrl } from '../testing/open-test-database.ts';
import { BoundedPool } from './bounded-pool.ts';
import type { PoolConnection } from './pool-connection.ts';

// The embedded database has a fixed number of connections; these bounds are for a server.
describe.skipIf(testDatabaseUrl === null)('BoundedPool over PostgreSQL', () => {
  let pool: BoundedPool;
  const open = (sizes: { poolMin: number; poolMax: number }, waitMs = 5_000): BoundedPool => {
    const connection = postgresConfig(testDatabaseUrl ?? '', { ...sizes, idleTimeoutMs: 50 });
    pool = new BoundedPool({
      connection: { ...connection, connectionTimeoutMillis: waitMs },
      maxWaiters: 10,
      bounds: { limitBytes: 1_000, limitRows: 10, account: null },
      heldTooLongMs: 1_000,
    });
    return pool;
  };
  const take = (count: number): Promise<PoolConnection[]> =>
    Promise.all(Array.from({ length: count }, () => pool.connect()));
  afterEach(() => pool.end());

  it('opens no more than its maximum, and keeps its minimum when all are idle', async () => {
    open({ poolMin: 2, poolMax: 4 });
    const taken = await take(4);
    const fifth = pool.connect();
    expect(pool.stats()).toMatchObject({ max: 4, open: 4, inUse: 4, waiting: 1 });
    for (const connection of taken) connection.release();
    (await fifth).release();
    await expect.poll(() => pool.stats().open).toBe(2);
    expect(pool.stats()).toMatchObject({ idle: 2, inUse: 0, waiting: 0 });
  });

  it('refuses a caller who has waited for its time, and gives nobody a connection twice', async () => {
    open({ poolMin: 0, poolMax: 1 }, 100);
    const [held] = await take(1);
    await expect(pool.connect()).rejects.toMatchObject({
      code: 'DB_POOL_EXHAUSTED',
      spec: { status: 503 },
      facts: { retryAfterSeconds: 1 },
    });
    expect(pool.stats()).toMatchObject({ refusedTotal: 1, waiting: 0, inUse: 1 });
    held?.release();
    (await pool.connect()).release();
    expect(pool.stats()).toMatchObject({ open: 1, inUse: 0 });
  });

  it('replaces a connection that died in use, and counts none twice', async () => {
    open({ poolMin: 0, poolMax: 1 });
    const [victim] = await take(1);
    const dying = victim?.run({ text: 'select pg_terminate_backend(pg_backend_pid())' });
    await expect(dying).rejects.toMatchObject({ code: 'DB_UNAVAILABLE' });
    victim?.release();
    const [next] = await take(1);
    await next?.run({ text: 'select 1' });
    next?.release();
    expect(pool.stats()).toMatchObject({ open: 1, inUse: 0 });
  });
});
