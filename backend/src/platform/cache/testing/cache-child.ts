import { createGovernor } from '@lexiflow/memory';
import { sql } from 'kysely';
import { Database } from '../../database/database.ts';
import { makePool } from '../../database/open-database.ts';
import { postgresConfig } from '../../database/postgres-config.ts';
import { ChangeFeed } from '../../events/change-feed.ts';
import { RedisLink } from '../../redis/redis-link.ts';
import { CacheStrategy } from '../cache-strategy.ts';

/** What a test asks of the process: to write a number, or to read it through the cache. */
export type CacheRequest = { readonly id: number; readonly write?: number };

/** The answer: the number as written or read, or null when the database could not be asked. */
export interface CacheAnswer {
  readonly id: number;
  readonly value: number | null;
}

// A process of its own with both tiers of the cache over one row. Arguments: database, Redis.
const [url = '', redisUrl = ''] = process.argv.slice(2);
const connection = postgresConfig(url, { poolMin: 0, poolMax: 4, idleTimeoutMs: 1_000 });
const pool = makePool(connection, {});
const database = new Database({ kind: 'postgres', connection, pool, close: async () => {} });
const redis = new RedisLink(redisUrl);
const strategy = new CacheStrategy({
  defaults: { ttlMs: 60_000, maxEntries: 100 },
  database,
  feed: new ChangeFeed(database),
  host: createGovernor(),
  redis,
  installation: 'two-processes',
  maxEntries: 100,
  maxBytes: 1024 * 1024,
});
const region = strategy.region<number>({
  name: 'row',
  shape: 1,
  maxEntries: 10,
  maxBytes: 65_536,
  ttlMs: 60_000,
  tags: ['row'],
});
await strategy.start();

async function write(n: number): Promise<number> {
  await database.transaction(async (trx) => {
    await sql`update cached_row set n = ${n}`.execute(trx);
    await strategy.changed(trx, ['row']);
  });
  return n;
}

async function load(): Promise<number> {
  const { rows } = await sql<{ n: number }>`select n from cached_row`.execute(database.db);
  return rows[0]?.n ?? Number.NaN;
}

process.on('message', ({ id, write: n }: CacheRequest) => {
  const work = n === undefined ? region.getOrLoad({ scope: 'everyone', key: 'n' }, load) : write(n);
  work.then(
    (value) => process.send?.({ id, value } satisfies CacheAnswer),
    () => process.send?.({ id, value: null } satisfies CacheAnswer),
  );
});
process.send?.({ id: 0, value: process.pid } satisfies CacheAnswer);
