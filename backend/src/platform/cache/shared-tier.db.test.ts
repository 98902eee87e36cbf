import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RedisLink } from '../redis/redis-link.ts';
import { hasRedisServer, TestRedis } from '../redis/testing/redis-server.ts';
import { SharedTier } from './shared-tier.ts';

const key = { region: 'search', shape: 1, key: 'q' };

// Without redis-server on the path there is nothing to stop and start.
describe.skipIf(!hasRedisServer)('SharedTier', () => {
  let redis: TestRedis;
  const links: RedisLink[] = [];
  const open = async (): Promise<{ link: RedisLink; tier: SharedTier }> => {
    const link = new RedisLink(redis.url);
    links.push(link);
    const tier = new SharedTier(link, 'test');
    await expect.poll(() => tier.isUsable).toBe(true);
    return { link, tier };
  };

  beforeAll(async () => {
    redis = await TestRedis.start();
  });
  afterAll(async () => {
    for (const link of links) link.close();
    await redis[Symbol.asyncDispose]();
  });

  const fenceOf = async (tier: SharedTier): Promise<string> =>
    (await tier.read(key, ['records']))?.fence ?? '';
  const textAt = async (tier: SharedTier): Promise<string | null | undefined> =>
    (await tier.read(key, ['records']))?.text;

  it('gives one process what another has loaded, until a tag of it is dropped', async () => {
    const [one, other] = [await open(), await open()];
    one.tier.write(key, await fenceOf(one.tier), '"v1"', 60_000);
    await expect.poll(() => textAt(other.tier)).toBe('"v1"');
    other.tier.drop(['records']);
    expect(await textAt(other.tier)).toBeNull();
    expect(await textAt(one.tier)).toBeNull();
  });

  it('never answers a value whose loading began before the drop, though it is written after', async () => {
    const [one, other] = [await open(), await open()];
    const fence = await fenceOf(one.tier);
    other.tier.drop(['records']);
    await textAt(other.tier);
    one.tier.write(key, fence, '"old"', 60_000);
    expect(await textAt(one.tier)).toBeNull();
    expect(await textAt(other.tier)).toBeNull();
  });

  it('leaves out a value above its bound', async () => {
    const { tier } = await open();
    tier.write(key, await fenceOf(tier), JSON.stringify('x'.repeat(300_000)), 60_000);
    expect(await textAt(tier)).toBeNull();
  });

  it('gives up a Redis that hangs, and forgets all when it answers again', async () => {
    const { tier, link } = await open();
    tier.write(key, await fenceOf(tier), '"before"', 60_000);
    await expect.poll(() => textAt(tier)).toBe('"before"');
    redis.hang();
    expect(await tier.read(key, ['records'])).toBeNull();
    expect(tier.isUsable).toBe(false);
    // What is told now cannot reach it.
    tier.drop(['records']);
    redis.goOn();
    await expect.poll(() => tier.isUsable).toBe(true);
    expect(await textAt(tier)).toBeNull();
    expect(link.lossesTotal).toBeGreaterThan(0);
  });

  it('is not in use while Redis is gone, and begins empty when it is back', async () => {
    const { tier } = await open();
    await redis.kill();
    await expect.poll(() => tier.isUsable).toBe(false);
    expect(await tier.read(key, ['records'])).toBeNull();
    await redis.start();
    await expect.poll(() => tier.isUsable).toBe(true);
    expect(await textAt(tier)).toBeNull();
  });
});
