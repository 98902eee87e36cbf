import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from './database.ts';
import { openTestDatabase } from './testing/open-test-database.ts';
import { migrationsOf } from './testing/migrations-of.ts';

describe('Database', () => {
  let database: Database;

  beforeAll(async () => {
    const migrations = migrationsOf('CREATE TABLE things (id int PRIMARY KEY, name text)');
    database = await openTestDatabase({ migrations });
  });

  afterAll(async () => {
    await database.close();
  });

  it('is the one that this run of the tests is for', async () => {
    const { rows } = await sql<{ version: string }>`SELECT version()`.execute(database.db);
    const isEmbedded = /emcc|emscripten|wasm/i.test(rows[0]?.version ?? '');
    expect(isEmbedded).toBe(!process.env['TEST_DATABASE_URL']);
  });

  it('commits a transaction that resolves', async () => {
    await database.transaction(async (trx) => {
      await sql`INSERT INTO things VALUES (1, 'kept')`.execute(trx);
    });
    const { rows } = await sql`SELECT name FROM things WHERE id = 1`.execute(database.db);
    expect(rows).toEqual([{ name: 'kept' }]);
  });

  it('leaves nothing of a transaction that rejects', async () => {
    const refusal = new Error('no');
    const attempt = database.transaction(async (trx) => {
      await sql`INSERT INTO things VALUES (2, 'lost')`.execute(trx);
      throw refusal;
    });
    await expect(attempt).rejects.toBe(refusal);
    const { rows } = await sql`SELECT name FROM things WHERE id = 2`.execute(database.db);
    expect(rows).toEqual([]);
  });

  it('gives no connection back inside the failed transaction of a text', async () => {
    const text = "BEGIN; INSERT INTO things VALUES (3, 'lost'); SELECT 1 / 0; COMMIT";
    await expect(database.runText({ text })).rejects.toThrow('division by zero');
    expect(await database.runText({ text: 'SELECT id FROM things WHERE id = 3' })).toEqual([]);
  });

  it('writes nothing of what a transaction left running when it was undone', async () => {
    const left: Promise<unknown>[] = [];
    const attempt = database.transaction(async (trx) => {
      await sql`SELECT 1`.execute(trx);
      // Goes on while the rollback is on its way, and after it.
      left.push(
        (async () => {
          for (let id = 100; id < 140; id++) {
            await new Promise(setImmediate);
            await sql`INSERT INTO things VALUES (${id}, 'stray')`.execute(trx);
          }
        })().catch((error: unknown) => error),
      );
      throw new Error('no');
    });
    await expect(attempt).rejects.toThrow('no');
    expect(await left[0]).toMatchObject({
      message: expect.stringMatching(/had ended|rolled back/),
    });
    const { rows } = await sql`SELECT id FROM things WHERE name = 'stray'`.execute(database.db);
    expect(rows).toEqual([]);
  });

  it('runs a transaction once more after a serialization failure', async () => {
    let runs = 0;
    await database.transaction(async (trx) => {
      runs += 1;
      if (runs === 1) await sql`DO $$ BEGIN RAISE SQLSTATE '40001'; END $$`.execute(trx);
      await sql`INSERT INTO things VALUES (3, 'second')`.execute(trx);
    });
    expect(runs).toBe(2);
    const { rows } = await sql`SELECT name FROM things WHERE id = 3`.execute(database.db);
    expect(rows).toEqual([{ name: 'second' }]);
  });

  it('gives up after the second serialization failure', async () => {
    let runs = 0;
    const attempt = database.transaction(async (trx) => {
      runs += 1;
      await sql`DO $$ BEGIN RAISE SQLSTATE '40P01'; END $$`.execute(trx);
    });
    await expect(attempt).rejects.toMatchObject({ code: '40P01' });
    expect(runs).toBe(2);
  });

  it('streams more rows than one piece, in order, with parameters', async () => {
    const query = sql<{
      n: number;
    }>`SELECT n FROM generate_series(1, ${1000}::int) AS n ORDER BY n`;
    const seen: number[] = [];
    for await (const row of database.stream({ compile: () => query.compile(database.db) })) {
      seen.push(row.n);
    }
    expect(seen).toEqual(Array.from({ length: 1000 }, (_, index) => index + 1));
  });

  it('answers others while a stream stands open, and gives its connection back when left', async () => {
    const query = sql<{ n: number }>`SELECT n FROM generate_series(1, 100000) AS n`;
    for await (const row of database.stream({ compile: () => query.compile(database.db) })) {
      await database.ping();
      if (row.n === 3) break;
    }
    expect(database.stats().inUse).toBe(0);
    await database.ping();
  });

  it('rejects a stream of a wrong query and stays usable', async () => {
    const query = sql<{ n: number }>`SELECT nothing_like_this AS n`;
    const reading = async (): Promise<void> => {
      for await (const row of database.stream({ compile: () => query.compile(database.db) })) {
        expect(row).toBeUndefined();
      }
    };
    await expect(reading()).rejects.toMatchObject({ code: '42703' });
    await database.ping();
  });

  it('runs a named read again and again', async () => {
    const read = (n: number): Promise<{ twice: number }[]> =>
      database.preparedRead('twice', 'SELECT $1::int * 2 AS twice', [n]);
    expect(await Promise.all([read(1), read(2), read(3)])).toEqual([
      [{ twice: 2 }],
      [{ twice: 4 }],
      [{ twice: 6 }],
    ]);
  });

  it('reads dates as dates, instants as UTC texts and counts as numbers', async () => {
    const { rows } = await sql`
      SELECT DATE '2024-02-29' AS day,
             TIMESTAMPTZ '2024-02-29 12:00:00.25+02' AS instant,
             TIMESTAMPTZ '2024-02-29 12:00:00.123456+00' AS exact,
             ARRAY[DATE '2024-01-01'] AS days,
             count(*) AS count
        FROM generate_series(1, 3)`.execute(database.db);
    expect(rows).toEqual([
      {
        day: '2024-02-29',
        instant: '2024-02-29T10:00:00.250Z',
        exact: '2024-02-29T12:00:00.123456Z',
        days: ['2024-01-01'],
        count: 3,
      },
    ]);
  });

  it('refuses an integer that a number cannot carry', async () => {
    const reading = sql`SELECT 9007199254740993::int8 AS big`.execute(database.db);
    await expect(reading).rejects.toMatchObject({ code: 'DB_NUMBER_UNSAFE' });
    await database.ping();
  });

  it('refuses a result of more rows than may be held at once', async () => {
    const reading = sql`SELECT n FROM generate_series(1, 60000) AS n`.execute(database.db);
    await expect(reading).rejects.toMatchObject({ code: 'DB_RESULT_TOO_LARGE' });
    await database.ping();
  });

  it('refuses a result of more bytes than may be held at once', async () => {
    const reading = sql`SELECT repeat('x', 10000) FROM generate_series(1, 10000)`.execute(
      database.db,
    );
    await expect(reading).rejects.toMatchObject({ code: 'DB_RESULT_TOO_LARGE' });
    await database.ping();
  });
});
