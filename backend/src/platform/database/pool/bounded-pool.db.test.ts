import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../database.ts';
import { databaseLimits } from '../database.limits.ts';
import { openTestDatabase } from '../testing/open-test-database.ts';
import { migrationsOf } from '../testing/migrations-of.ts';
import { embeddedTestServer } from '../testing/test-server.ts';
import { runningWork } from '../../work/running-work.ts';
import { BoundedPool } from './bounded-pool.ts';
import type { ResultAccount } from './measured-query.ts';
import type { PoolConnection, StatementReport } from './pool-connection.ts';

/** An account that notes the most it held, and refuses beyond its limit. */
class TestAccount implements ResultAccount {
  usedBytes = 0;
  peakBytes = 0;
  limitBytes = Infinity;

  grow(bytes: number): boolean {
    if (this.usedBytes + bytes > this.limitBytes) return false;
    this.usedBytes += bytes;
    this.peakBytes = Math.max(this.peakBytes, this.usedBytes);
    return true;
  }

  shrink(bytes: number): void {
    this.usedBytes -= bytes;
  }
}

describe('BoundedPool', () => {
  const account = new TestAccount();
  let database: Database;

  beforeAll(async () => {
    const migrations = migrationsOf('CREATE TABLE things (n int PRIMARY KEY)');
    database = await openTestDatabase({ migrations, account });
  });

  afterAll(async () => {
    await database.close();
  });

  const takeAll = async (): Promise<PoolConnection[]> =>
    await Promise.all(Array.from({ length: database.stats().max }, () => database.pool.connect()));

  it('refuses the caller who finds the queue full, and serves those who wait', async () => {
    const taken = await takeAll();
    const waiting = Array.from({ length: databaseLimits.poolWaiters }, () => database.ping());
    expect(database.stats()).toMatchObject({
      inUse: taken.length,
      waiting: databaseLimits.poolWaiters,
    });
    await expect(database.ping()).rejects.toMatchObject({
      code: 'DB_POOL_EXHAUSTED',
      spec: { status: 503 },
      facts: { retryAfterSeconds: databaseLimits.retryAfterSeconds },
    });
    expect(database.stats().refusedTotal).toBe(1);
    for (const connection of taken) connection.release();
    await Promise.all(waiting);
    expect(database.stats()).toMatchObject({ inUse: 0, waiting: 0 });
  });

  it('counts how long callers waited', async () => {
    const before = database.stats().acquire.count;
    await database.ping();
    await database.ping();
    expect(database.stats().acquire.count).toBe(before + 2);
  });

  it('tells each statement with its rows and without its values', async () => {
    const reports: StatementReport[] = [];
    const end = database.statements.subscribe((report) => reports.push(report));
    await sql`INSERT INTO things SELECT generate_series(1, ${20}::int)`.execute(database.db);
    await expect(sql`SELECT nonsense`.execute(database.db)).rejects.toThrow();
    end();
    await database.ping();
    expect(reports).toMatchObject([
      { sql: 'INSERT INTO things SELECT generate_series(1, $1::int)', rows: 20, isFailed: false },
      { sql: 'SELECT nonsense', rows: 0, isFailed: true },
    ]);
  });

  it('charges a large result while it comes, and gives all back', async () => {
    const { rows } = await sql`SELECT repeat('x', 1000) FROM generate_series(1, 2000)`.execute(
      database.db,
    );
    expect(rows).toHaveLength(2000);
    expect(account.peakBytes).toBeGreaterThan(1_900_000);
    expect(account.usedBytes).toBe(0);
  });

  it('refuses a result that its account has no room for, and gives all back', async () => {
    account.limitBytes = 500_000;
    const reading = sql`SELECT repeat('x', 1000) FROM generate_series(1, 2000)`.execute(
      database.db,
    );
    await expect(reading).rejects.toMatchObject({
      code: 'DB_RESULT_REFUSED',
      spec: { status: 503 },
    });
    account.limitBytes = Infinity;
    expect(account.usedBytes).toBe(0);
    await database.ping();
  });

  it('lets a broken statement pass as it is', async () => {
    await sql`INSERT INTO things VALUES (100)`.execute(database.db);
    const again = sql`INSERT INTO things VALUES (100)`.execute(database.db);
    await expect(again).rejects.toMatchObject({ code: '23505', constraint: 'things_pkey' });
  });

  it('refuses a query beside its transaction instead of waiting for itself', async () => {
    const attempt = database.transaction(async () => {
      await sql`SELECT 1`.execute(database.db);
    });
    await expect(attempt).rejects.toMatchObject({ code: 'DB_TRANSACTION_BYPASSED' });
    await database.ping();
  });

  it('opens new connections after all of its own were cut', async () => {
    const taken = await takeAll();
    for (const connection of taken) connection.release(true);
    await database.ping();
    expect(database.stats().inUse).toBe(0);
  });
});

describe('a connection that is held too long', () => {
  it('is named with its last statement and whose work it is', async () => {
    const server = await embeddedTestServer([]);
    let nowMs = 0;
    const pool = new BoundedPool({
      connection: server.connection,
      maxWaiters: 1,
      bounds: { limitBytes: 1000, limitRows: 10, account: null },
      heldTooLongMs: 100,
      now: () => nowMs,
    });
    const work = { name: 'GET /api/cases', account: null, isRefusable: true, statements: null };
    const connection = await runningWork.run(work, () => pool.connect());
    await connection.run({ text: 'SELECT $1::int AS n', values: [5] });
    expect(pool.stats().heldTooLong).toEqual([]);
    nowMs = 101;
    expect(pool.stats().heldTooLong).toEqual([
      { heldMs: 101, sinceMs: 0, owner: 'GET /api/cases', sql: 'SELECT $1::int AS n' },
    ]);
    connection.release();
    expect(pool.stats().heldTooLong).toEqual([]);
    await pool.end();
    await server.close();
  });
});
