import { expect, it } from 'vitest';
import { readConfig } from '../../platform/config/read-config.ts';
import { testDatabaseUrl } from '../../platform/database/testing/open-test-database.ts';
import { checkDatabase } from './check-database.ts';
import { checkRedis } from './check-redis.ts';

const redisUrl = process.env['TEST_REDIS_URL'];

function configOf(env: Record<string, string>) {
  const reading = readConfig(env);
  if (!reading.ok) throw new Error('refused');
  return reading.config;
}

it.runIf(redisUrl)('finds a real Redis in order', async () => {
  const found = await checkRedis(configOf({ REDIS_URL: redisUrl ?? '' }));
  expect(found.state).toBe('ok');
});

it.runIf(testDatabaseUrl)('finds a real PostgreSQL with its extensions in order', async () => {
  const found = await checkDatabase(configOf({ DATABASE_URL: testDatabaseUrl ?? '' }));
  expect(found.map(({ state }) => state)).not.toContain('problem');
});
