import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Config } from '../../platform/config/config.ts';
import { startTestServer, type TestServer } from '../../platform/http/testing/start-test-server.ts';
import { TestClient } from '../../platform/http/testing/test-client.ts';
import { LOCAL_TOKEN_FILE, LocalToken } from './local-token.ts';
import { TokenAuthenticator } from './token-authenticator.ts';

describe('the local token', () => {
  let server: TestServer;
  let token: string;

  beforeAll(async () => {
    server = await startTestServer();
    const path = join(server.platform.config.server.dataDir, LOCAL_TOKEN_FILE);
    token = (await readFile(path, 'utf8')).trim();
  });
  afterAll(() => server.close());

  it('lets the local command line in as an administrator without a user', async () => {
    const { body } = await new TestClient(server.url, token, null).get('/api/auth/me');
    expect(body).toMatchObject({ kind: 'local', role: 'admin', userId: null });
  });

  it('is refused from elsewhere, also through a proxy on the same machine', async () => {
    const authenticator = server.app.nest.get(TokenAuthenticator);
    expect(
      await authenticator.authenticate(token, { address: '203.0.113.7', isLoopback: false }),
    ).toBeNull();
    const headers = { 'x-forwarded-for': '203.0.113.7' };
    const forwarded = new TestClient(server.url, token, null).get('/api/auth/me', { headers });
    expect((await forwarded).status).toBe(401);
  });

  it('is a file for its owner only, new at each start, gone after a clean stop', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lexiflow-local-'));
    const config = { server: { dataDir: join(folder, 'data') } } as Config;
    const path = join(folder, 'data', LOCAL_TOKEN_FILE);
    const [first, second] = [new LocalToken(config), new LocalToken(config)];
    await first.onApplicationBootstrap();
    const written = (await readFile(path, 'utf8')).trim();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect([first.matches(written), second.matches(written)]).toEqual([true, false]);
    await second.onApplicationBootstrap();
    await first.onApplicationShutdown();
    expect(second.matches((await readFile(path, 'utf8')).trim())).toBe(true);
    await second.onApplicationShutdown();
    await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
    await rm(folder, { recursive: true });
  });
});
