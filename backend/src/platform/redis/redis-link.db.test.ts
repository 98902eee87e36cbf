import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RedisLink } from './redis-link.ts';
import { hasRedisServer, TestRedis } from './testing/redis-server.ts';

// Without redis-server on the path there is nothing to stop and start.
describe.skipIf(!hasRedisServer)('RedisLink', () => {
  let redis: TestRedis;
  let link: RedisLink;
  beforeAll(async () => {
    redis = await TestRedis.start();
    link = new RedisLink(redis.url);
  });
  afterAll(async () => {
    link.close();
    await redis[Symbol.asyncDispose]();
  });

  it('hears the messages of a channel, and hears them again after Redis was away', async () => {
    const heard: string[] = [];
    const stop = link.subscribe('news', (message) => heard.push(message));
    const tell = (message: string) => async (): Promise<string | undefined> => {
      link.publish('news', message);
      return heard.at(-1);
    };
    await expect.poll(tell('first')).toBe('first');
    await redis.kill();
    await redis.start();
    await expect.poll(tell('second')).toBe('second');
    stop();
    const count = heard.length;
    await expect.poll(() => link.isReady).toBe(true);
    await link.commands.publish('news', 'third');
    expect(heard).toHaveLength(count);
  });

  it('tells when it is lost and when it is back, and fails commands meanwhile', async () => {
    const states: boolean[] = [];
    const stop = link.onState((isReady) => states.push(isReady));
    await redis.kill();
    await expect.poll(() => states).toContain(false);
    await expect(link.commands.get('key')).rejects.toThrow();
    await redis.start();
    await expect.poll(() => states.at(-1)).toBe(true);
    expect(await link.commands.get('key')).toBeNull();
    stop();
  });

  it('is not in the way of a process that starts before Redis does', async () => {
    const other = await TestRedis.start();
    await other.kill();
    const early = new RedisLink(other.url);
    expect(early.isReady).toBe(false);
    await other.start();
    await expect.poll(() => early.isReady).toBe(true);
    early.close();
    await other[Symbol.asyncDispose]();
  });
});
