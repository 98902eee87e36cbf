import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import type { Config } from '../../platform/config/config.ts';
import { readConfig } from '../../platform/config/read-config.ts';
import { checkDatabase } from './check-database.ts';
import { checkRedis } from './check-redis.ts';

const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

function configOf(env: Record<string, string>): Config {
  const reading = readConfig(env);
  if (!reading.ok) throw new Error('refused');
  return reading.config;
}

/** A server that gives one answer to the first bytes it gets and remembers them. */
async function answering(answer: string) {
  const heard = { text: '' };
  const server = createServer((socket) => {
    socket.on('data', (chunk) => {
      heard.text += chunk.toString();
      socket.write(answer);
    });
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  return { port: (server.address() as AddressInfo).port, heard };
}

async function closedPort(): Promise<number> {
  const { port } = await answering('');
  closers.splice(0).forEach((close) => close());
  return port;
}

it('finds the embedded database and no Redis in order', async () => {
  expect((await checkDatabase(configOf({})))[0]?.state).toBe('ok');
  expect((await checkRedis(configOf({}))).state).toBe('ok');
});

it('says which server cannot be reached, without its password', async () => {
  const port = await closedPort();
  const config = configOf({
    DATABASE_URL: `postgres://lexi:hunter2@127.0.0.1:${port}/lexiflow`,
    REDIS_URL: `redis://:hunter2@127.0.0.1:${port}`,
  });
  const found = [...(await checkDatabase(config)), await checkRedis(config)];
  expect(found.map(({ state }) => state)).toEqual(['problem', 'problem']);
  for (const { detail } of found) {
    expect(detail).toContain('ECONNREFUSED');
    expect(detail).not.toContain('hunter2');
  }
});

it('signs in to Redis with the credentials of the address', async () => {
  const { port, heard } = await answering('+OK\r\n+PONG\r\n');
  const found = await checkRedis(configOf({ REDIS_URL: `redis://user:p%40ss@127.0.0.1:${port}` }));
  expect(found.state).toBe('ok');
  expect(heard.text).toBe('*3\r\n$4\r\nAUTH\r\n$4\r\nuser\r\n$4\r\np@ss\r\n*1\r\n$4\r\nPING\r\n');
});

it('shows what Redis answers instead of PONG', async () => {
  const { port } = await answering('-NOAUTH Authentication required.\r\n');
  const found = await checkRedis(configOf({ REDIS_URL: `redis://127.0.0.1:${port}` }));
  expect(found.state).toBe('problem');
  expect(found.detail).toContain('NOAUTH');
});
