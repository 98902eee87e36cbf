import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../platform/http/testing/start-test-server.ts';
import { TestClient } from '../../platform/http/testing/test-client.ts';
import { FAILED_TOKENS_PER_ADDRESS } from '../auth.limits.ts';
import { newToken } from './token.ts';

describe('unknown tokens', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer({ env: { TRUSTED_PROXIES: '127.0.0.1' } });
  });
  afterAll(() => server.close());

  const call = (token: string, address: string) =>
    new TestClient(server.url, token, null).get('/api/auth/me', {
      headers: { 'x-forwarded-for': address },
    });

  it('are refused with 429 once an address has sent its share, and valid ones go on', async () => {
    const { token } = await server.signInAs('associate');
    expect((await call(token ?? '', '203.0.113.7')).status).toBe(200);
    for (let sent = 0; sent < FAILED_TOKENS_PER_ADDRESS; sent++) {
      expect((await call(newToken('lxk'), '203.0.113.7')).status).toBe(401);
    }
    const refused = await call(newToken('lxs'), '203.0.113.7');
    expect([refused.status, refused.body.code]).toEqual([429, 'AUTH_TOO_MANY_TOKENS']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await call(token ?? '', '203.0.113.7')).status).toBe(200);
    expect((await call(newToken('lxs'), '203.0.113.8')).status).toBe(401);
  });
});
