import { createGovernor } from '@lexiflow/memory';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../database/database.ts';
import { openTestDatabase } from '../database/testing/open-test-database.ts';
import { ChangeFeed } from '../events/change-feed.ts';
import type { CacheRegion } from './cache-region.ts';
import { CacheStrategy } from './cache-strategy.ts';

const everyone = { scope: 'everyone', key: 'q' };

describe('CacheStrategy', () => {
  let database: Database;
  let feed: ChangeFeed;
  let strategy: CacheStrategy;
  let region: CacheRegion<number>;
  let loads = 0;
  const ask = (): Promise<number> => region.getOrLoad(everyone, async () => ++loads);

  beforeAll(async () => {
    database = await openTestDatabase({ migrations: [] });
    feed = new ChangeFeed(database);
    strategy = new CacheStrategy({
      defaults: { ttlMs: 60_000, maxEntries: 100 },
      database,
      feed,
      host: createGovernor(),
      redis: null,
      installation: 'test',
      maxEntries: 100,
      maxBytes: 1024 * 1024,
    });
    const bounds = { maxEntries: 10, maxBytes: 65_536, ttlMs: 60_000 };
    region = strategy.region({ name: 'answers', shape: 1, ...bounds, tags: ['answers'] });
  });
  afterAll(async () => {
    strategy.close();
    await feed.onApplicationShutdown();
    await database.close();
  });

  it('keeps nothing before it hears of changes', async () => {
    expect(strategy.isInformed()).toBe(false);
    const first = await ask();
    expect(await ask()).toBe(first + 1);
    await strategy.start();
    expect(strategy.isInformed()).toBe(true);
    const kept = await ask();
    expect(await ask()).toBe(kept);
  });

  it('forgets what a transaction changed before its caller goes on', async () => {
    const before = await ask();
    const told = strategy.invalidationsTotal;
    await database.transaction((trx) => strategy.changed(trx, ['answers']));
    expect(await ask()).toBeGreaterThan(before);
    // By this process at once, and by the database after that.
    await expect.poll(() => strategy.invalidationsTotal).toBe(told + 2);
  });

  it('keeps what a transaction would have changed that is rolled back, and what has other tags', async () => {
    const before = strategy.invalidationsTotal;
    const failing = database.transaction(async (trx) => {
      await strategy.changed(trx, ['answers']);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await database.transaction((trx) => strategy.changed(trx, ['others']));
    // Told in this process at once and by the database after that: nothing is on its way now.
    await expect.poll(() => strategy.invalidationsTotal).toBe(before + 2);
    const kept = await ask();
    expect(await ask()).toBe(kept);
  });

  it('forgets everything on demand', async () => {
    const before = await ask();
    await strategy.clear();
    expect(await ask()).toBeGreaterThan(before);
  });

  it('tells a change of many tags as a change of everything', async () => {
    const before = await ask();
    const tags = Array.from({ length: 40 }, (_, at) => `case:${at}`);
    await database.transaction((trx) => strategy.changed(trx, tags));
    expect(await ask()).toBeGreaterThan(before);
  });

  it('refuses a tag that the channel could not carry, and a region made twice', async () => {
    const spoilt = database.transaction((trx) => strategy.changed(trx, ['two words']));
    await expect(spoilt).rejects.toThrow('two words');
    expect(() =>
      strategy.region({
        name: 'answers',
        shape: 1,
        maxEntries: 1,
        maxBytes: 1,
        ttlMs: 1,
        tags: [],
      }),
    ).toThrow('made twice');
  });
});
