import pg from 'pg';
import Cursor from 'pg-cursor';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedLimits } from './embedded.limits.ts';
import { embeddedTestServer, type TestServer } from '../testing/test-server.ts';
import { migrationsOf } from '../testing/migrations-of.ts';

const setting = async (client: pg.ClientBase, name: string): Promise<string> =>
  Object.values((await client.query<Record<string, string>>(`SHOW ${name}`)).rows[0] ?? {})[0] ??
  '';

describe('clients that share the session of an embedded database', () => {
  let server: TestServer;
  let pool: pg.Pool;
  let one: pg.PoolClient;
  let two: pg.PoolClient;

  beforeAll(async () => {
    server = await embeddedTestServer(migrationsOf('CREATE TABLE things (n int PRIMARY KEY)'));
    pool = new pg.Pool(server.connection);
    one = await pool.connect();
    two = await pool.connect();
    for (const client of [one, two]) client.on('error', () => {});
  });

  afterAll(async () => {
    one.release();
    two.release();
    await pool.end();
    await server.close();
  });

  const count = async (n: number): Promise<string | undefined> =>
    (await pool.query<{ count: string }>('SELECT count(*) FROM things WHERE n = $1', [n])).rows[0]
      ?.count;

  it('do not see each other in the middle of a transaction', async () => {
    await one.query('BEGIN');
    await one.query('INSERT INTO things VALUES (1)');
    const seen = two.query('SELECT n FROM things WHERE n = 1');
    await one.query('ROLLBACK');
    expect((await seen).rows).toEqual([]);
  });

  it('wait for a failed transaction too until it is rolled back', async () => {
    const order: string[] = [];
    await one.query('BEGIN');
    await expect(one.query('SELECT nonsense')).rejects.toMatchObject({ code: '42703' });
    const other = two.query('SELECT 1').then(() => order.push('other'));
    await expect(one.query('SELECT 1')).rejects.toMatchObject({ code: '25P02' });
    order.push('rollback');
    await one.query('ROLLBACK');
    await other;
    expect(order).toEqual(['rollback', 'other']);
  });

  it('keep prepared statements of the same name apart', async () => {
    const name = 'same';
    const first = { name, text: 'SELECT $1::int AS a', values: [1] };
    const second = { name, text: 'SELECT $1::text AS b', values: ['x'] };
    expect((await one.query(first)).rows).toEqual([{ a: 1 }]);
    expect((await two.query(second)).rows).toEqual([{ b: 'x' }]);
    expect((await one.query(first)).rows).toEqual([{ a: 1 }]);
    expect((await two.query(second)).rows).toEqual([{ b: 'x' }]);
  });

  it('keep their settings to themselves', async () => {
    await one.query("SET work_mem = '1MB'");
    await two.query("SELECT set_config('search_path', 'pg_catalog', false)");
    expect(await setting(one, 'work_mem')).toBe('1MB');
    expect(await setting(two, 'work_mem')).toBe('4MB');
    expect(await setting(one, 'search_path')).toBe('public');
    expect(await setting(two, 'search_path')).toBe('pg_catalog');
    await two.query('RESET ALL');
    expect(await setting(two, 'search_path')).toBe('public');
    expect(await setting(one, 'work_mem')).toBe('1MB');
    await one.query('RESET ALL');
  });

  it('lose a setting that was rolled back', async () => {
    await one.query('BEGIN');
    await one.query("SET work_mem = '2MB'");
    await one.query('ROLLBACK');
    expect(await setting(one, 'work_mem')).toBe('4MB');
  });

  it('hold the session as long as a cursor is open', async () => {
    const order: string[] = [];
    const cursor = one.query(new Cursor<{ n: number }>('SELECT generate_series(1, 25) AS n'));
    expect(await cursor.read(10)).toHaveLength(10);
    const other = two.query('SELECT 1').then(() => order.push('other'));
    expect(await cursor.read(10)).toHaveLength(10);
    order.push('read');
    expect(await cursor.read(10)).toHaveLength(5);
    await other;
    expect(order).toEqual(['read', 'other']);
  });

  it('go on after a cursor over a wrong query', async () => {
    const cursor = one.query(new Cursor('SELECT nonsense'));
    await expect(cursor.read(1)).rejects.toMatchObject({ code: '42703' });
    await cursor.close();
    expect((await one.query('SELECT 7 AS n')).rows).toEqual([{ n: 7 }]);
  });

  it('roll back what a client leaves behind that goes away', async () => {
    const lost = await pool.connect();
    await lost.query('BEGIN');
    await lost.query('INSERT INTO things VALUES (2)');
    lost.release(true);
    expect(await count(2)).toBe('0');
  });

  it('are freed from a client that goes away with a cursor half read', async () => {
    const lost = await pool.connect();
    const cursor = lost.query(new Cursor('SELECT generate_series(1, 1000)'));
    await cursor.read(1);
    lost.release(true);
    expect((await two.query('SELECT 1 AS n')).rows).toEqual([{ n: 1 }]);
  });

  it('get the notifications of the channels they listen to, and no others', async () => {
    const heard: string[] = [];
    const note = (who: string) => (message: pg.Notification) =>
      heard.push(`${who}:${message.channel}:${message.payload}`);
    const [first, second] = [note('one'), note('two')];
    one.on('notification', first);
    two.on('notification', second);
    await one.query('LISTEN news');
    await two.query('LISTEN "Other"');
    await two.query('LISTEN news');
    await one.query("NOTIFY news, 'a'");
    await one.query(`NOTIFY "Other", 'b'`);
    await one.query('UNLISTEN news');
    await pool.query("SELECT pg_notify('news', 'c')");
    await Promise.all([one.query('SELECT 1'), two.query('SELECT 1')]);
    expect(heard.sort()).toEqual(['one:news:a', 'two:Other:b', 'two:news:a', 'two:news:c']);
    await two.query('UNLISTEN *');
    one.off('notification', first);
    two.off('notification', second);
  });

  it('hear of a notification only when its transaction has been committed', async () => {
    const heard: string[] = [];
    const listener = (message: pg.Notification): number => heard.push(message.payload ?? '');
    two.on('notification', listener);
    await two.query('LISTEN done');
    await one.query('BEGIN');
    await one.query("NOTIFY done, 'lost'");
    await one.query('ROLLBACK');
    await one.query('BEGIN');
    await one.query("NOTIFY done, 'kept'");
    await one.query('COMMIT');
    await two.query('UNLISTEN done');
    two.off('notification', listener);
    expect(heard).toEqual(['kept']);
  });

  it('listen from the commit of their LISTEN on, and not when it is rolled back', async () => {
    const heard: string[] = [];
    const listener = (message: pg.Notification): number => heard.push(message.channel);
    two.on('notification', listener);
    await two.query('BEGIN');
    await two.query('LISTEN inside');
    await two.query('COMMIT');
    await two.query('BEGIN');
    await two.query('LISTEN undone');
    await two.query('ROLLBACK');
    await one.query('NOTIFY inside');
    await one.query('NOTIFY undone');
    await two.query('UNLISTEN *');
    two.off('notification', listener);
    expect(heard).toEqual(['inside']);
  });

  it('can send several statements as one text', async () => {
    const results = await one.query('SELECT 1 AS a; SELECT 2 AS b; SELECT 3 AS c');
    expect((results as unknown as pg.QueryResult[]).map(({ rows }) => rows[0])).toEqual([
      { a: 1 },
      { b: 2 },
      { c: 3 },
    ]);
  });

  it('are told when an answer is too large for the session, and can go on', async () => {
    const reading = one.query(
      `SELECT repeat('x', 1000000) FROM generate_series(1, ${embeddedLimits.session.answerBytes / 1_000_000 + 2})`,
    );
    await expect(reading).rejects.toMatchObject({ code: '54LX1' });
    expect((await one.query('SELECT 1 AS n')).rows).toEqual([{ n: 1 }]);
  });

  it('are cut off when they send more than the session takes', async () => {
    const big = await pool.connect();
    big.on('error', () => {});
    const text = 'x'.repeat(embeddedLimits.session.inboxBytes + 1);
    await expect(big.query('SELECT length($1)', [text])).rejects.toMatchObject({ code: '08P01' });
    big.release(true);
    expect((await one.query('SELECT 1 AS n')).rows).toEqual([{ n: 1 }]);
  });
});

describe('a client that forgets itself in a transaction', () => {
  it('is rolled back, and the others go on', async () => {
    const migrations = migrationsOf('CREATE TABLE things (n int PRIMARY KEY)');
    const server = await embeddedTestServer(migrations, { holdMs: 300 });
    const pool = new pg.Pool(server.connection);
    const forgetful = await pool.connect();
    const failed = new Promise<Error>((resolve) => forgetful.once('error', resolve));
    forgetful.on('error', () => {});
    await forgetful.query('BEGIN');
    await forgetful.query('INSERT INTO things VALUES (1)');
    const { rows } = await pool.query('SELECT n FROM things');
    expect(rows).toEqual([]);
    expect(await failed).toMatchObject({ code: '25P03' });
    forgetful.release(true);
    await pool.end();
    await server.close();
  });
});
