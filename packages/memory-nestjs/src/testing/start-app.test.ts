import { expect, it } from 'vitest';
import { startApp } from './start-app.ts';

it('fails the test whose calls leave bytes behind, and no other', async () => {
  const one = await startApp('Fastify', {});
  const other = await startApp('Fastify', {});
  const account = one.governor.openAccount('request', 'GET /left');
  account.grow(1);
  account.close();
  await expect(one[Symbol.asyncDispose]()).rejects.toThrow('accounts closed with bytes on them');
  await using later = await startApp('Fastify', {});
  expect(later.governor).toBe(other.governor);
  await expect(other[Symbol.asyncDispose]()).rejects.toThrow();
});

it('waits for the accounts that are still open', async () => {
  const app = await startApp('Fastify', {});
  const account = app.governor.openAccount('request', 'GET /late');
  const ended = app[Symbol.asyncDispose]();
  account.close();
  await expect(ended).resolves.toBeUndefined();
});
