import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestServer, type TestServer } from '../platform/http/testing/start-test-server.ts';
import { TestSocket } from './testing/test-socket.ts';

// A twentieth of the limits: six sockets a minute for a user, 600 for an address.
const env = { RATE_LIMIT_SCALE: '0.05', TRUSTED_PROXIES: '127.0.0.1,::1' };
const patience = { timeout: 20_000, interval: 10 };

describe('requests for WebSockets', () => {
  let server: TestServer;
  beforeAll(async () => void (server = await startTestServer({ env })));
  afterAll(() => server.close());

  const from = (address: string, token?: string | null) => ({
    headers: {
      'x-forwarded-for': address,
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
  });
  it('are refused with 429 beyond what one user may ask for, whatever address they come from', async () => {
    const [ann, ben] = [await server.signInAs('partner'), await server.signInAs('partner')];
    let opened = 0;
    const answer = await vi.waitFor(async () => {
      const asked = await TestSocket.answer(server.url, from(`198.51.100.${opened}`, ann.token));
      if (asked.statusCode === 101) opened += 1;
      expect(asked.statusCode).toBe(429);
      return asked;
    }, patience);
    // A minute that ends meanwhile lets some more through.
    expect(opened).toBeGreaterThanOrEqual(6);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    const other = await TestSocket.answer(server.url, from('198.51.100.0', ben.token));
    expect(other.statusCode).toBe(101);
  });

  it('are counted for their address before anybody is looked up', async () => {
    const ask = async () =>
      (await TestSocket.answer(server.url, from('198.51.100.200'))).statusCode;
    const statuses = new Set<number>();
    await vi.waitFor(async () => {
      for (const status of await Promise.all(Array.from({ length: 50 }, ask))) statuses.add(status);
      expect(statuses).toContain(429);
    }, patience);
    expect(statuses).toEqual(new Set([401, 429]));
  });
});
