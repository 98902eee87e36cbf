import pg from 'pg';
import Cursor from 'pg-cursor';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrationsOf } from '../testing/migrations-of.ts';
import { embeddedTestServer, type TestServer } from '../testing/test-server.ts';

/** The same numbers in every run (Park and Miller's generator). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647);
}

describe('many clients that do everything at once', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await embeddedTestServer(
      migrationsOf(
        'CREATE TABLE totals (name text PRIMARY KEY, n int NOT NULL)',
        "INSERT INTO totals VALUES ('left', 10000), ('right', 0)",
      ),
    );
  });

  afterAll(async () => {
    await server.close();
  });

  const connect = async (): Promise<pg.Client> => {
    const client = new pg.Client(server.connection as pg.ClientConfig);
    client.on('error', () => {});
    await client.connect();
    return client;
  };

  const move = async (client: pg.Client, count: number, end: string): Promise<void> => {
    await client.query('BEGIN');
    const text = 'UPDATE totals SET n = n + $1 WHERE name = $2';
    await client.query({ name: 'move', text, values: [-count, 'left'] });
    await client.query({ name: 'move', text, values: [count, 'right'] });
    await client.query(end);
  };

  it('move between two rows and lose or double nothing, whoever fails or goes away', async () => {
    let moved = 0;
    const work = async (seed: number): Promise<void> => {
      const next = numbers(seed);
      let client = await connect();
      for (let round = 0; round < 40; round += 1) {
        const count = next() % 7;
        switch (next() % 6) {
          case 0:
            await move(client, count, 'ROLLBACK');
            break;
          case 1:
            await client.query('BEGIN');
            await expect(client.query('SELECT 1 / 0')).rejects.toMatchObject({ code: '22012' });
            await client.query('ROLLBACK');
            break;
          case 2: {
            const cursor = client.query(
              new Cursor<{ g: number }>('SELECT generate_series(1, 30) AS g'),
            );
            expect(await cursor.read(10)).toHaveLength(10);
            await cursor.close();
            break;
          }
          case 3:
            // Away in the middle of a transaction; the next one is a new client.
            await client.query('BEGIN');
            await client.query("UPDATE totals SET n = n + 1000 WHERE name = 'right'");
            void client.query('SELECT pg_sleep(0)').catch(() => {});
            await client.end();
            client = await connect();
            break;
          case 4: {
            const name = `sum ${count}`;
            const sum = { name, text: `SELECT $1::int + ${count} AS sum`, values: [round] };
            expect((await client.query(sum)).rows).toEqual([{ sum: round + count }]);
            break;
          }
          default:
            await move(client, count, 'COMMIT');
            moved += count;
        }
      }
      await client.end();
    };
    await Promise.all(Array.from({ length: 8 }, (_, index) => work(index + 1)));
    const client = await connect();
    const { rows } = await client.query('SELECT name, n FROM totals ORDER BY name');
    await client.end();
    expect(rows).toEqual([
      { name: 'left', n: 10_000 - moved },
      { name: 'right', n: moved },
    ]);
  });
});
