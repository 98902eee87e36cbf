import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { Controller, Get, Module } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProbeModule } from './testing/probe-routes.ts';
import { startTestServer } from './testing/start-test-server.ts';
import type { TestServer } from './testing/start-test-server.ts';

/** An answer as it came over the wire; `onPiece` is told of each piece. */
async function fetchRaw(
  url: string,
  headers: Record<string, string>,
  onPiece?: () => void,
): Promise<{ headers: NodeJS.Dict<string | string[]>; bytes: Buffer }> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { headers }, resolve).on('error', reject);
  });
  const pieces: Buffer[] = [];
  for await (const piece of response) {
    pieces.push(piece as Buffer);
    onPiece?.();
  }
  return { headers: response.headers, bytes: Buffer.concat(pieces) };
}

describe('the server', () => {
  let server: TestServer;
  const lines: string[] = [];
  beforeAll(async () => {
    server = await startTestServer({
      modules: [ProbeModule],
      log: { write: (line) => void lines.push(line) },
    });
  });
  afterAll(() => server.close());

  it('names each request, keeps a name that a proxy gave, and logs it in one line', async () => {
    const own = await server.anonymous.get('/api/probe/small');
    expect(own.headers.get('x-request-id')).toMatch(/^[\w-]+$/);
    const headers = { 'x-request-id': 'trace-42' };
    const given = await server.anonymous.get('/api/probe/small', { headers });
    expect(given.headers.get('x-request-id')).toBe('trace-42');
    await expect.poll(() => lines.filter((line) => line.includes('trace-42')).length).toBe(1);
    const line = JSON.parse(lines.find((one) => one.includes('trace-42')) ?? '');
    expect(line).toMatchObject({ route: 'GET /api/probe/small', status: 200, msg: 'Request' });
  });

  it('sets the security headers on data, errors and pages', async () => {
    for (const path of ['/api/probe/small', '/api/nothing', '/api/docs', '/']) {
      const accept = { headers: { accept: 'text/html' } };
      const { headers } = await server.anonymous.get(path, accept);
      expect(headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(headers.get('content-security-policy'), path).toContain("frame-ancestors 'none'");
      expect(headers.get('x-powered-by'), path).toBeNull();
    }
    const page = await server.anonymous.get('/api/docs');
    expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self';/);
  });

  it('answers HEAD like GET, without a body, and admits it once', async () => {
    const admitted = () => server.platform.governor.snapshot().admission.admittedTotal;
    const before = admitted();
    const { status, body } = await server.anonymous.request('HEAD', '/api/probe/small');
    expect({ status, body, admitted: admitted() - before }).toEqual({
      status: 200,
      body: '',
      admitted: 1,
    });
  });

  describe('compression', () => {
    const large = () => `${server.url}/api/probe/large`;

    it.each([
      ['br', brotliDecompressSync],
      ['gzip', gunzipSync],
    ])('sends %s to those who accept it', async (encoding, unpack) => {
      const { headers, bytes } = await fetchRaw(large(), { 'accept-encoding': encoding });
      expect(headers['content-encoding']).toBe(encoding);
      expect(headers['vary']).toContain('accept-encoding');
      expect(headers['content-length']).toBe(String(bytes.length));
      expect(JSON.parse(unpack(bytes).toString()).items).toHaveLength(500);
    });

    it.each(['', 'identity', 'br;q=0, gzip;q=0', 'zstd'])('sends %j as it is', async (accepted) => {
      const { headers, bytes } = await fetchRaw(large(), { 'accept-encoding': accepted });
      expect(headers['content-encoding']).toBeUndefined();
      expect(JSON.parse(bytes.toString()).items).toHaveLength(500);
    });

    it('leaves small answers alone', async () => {
      const small = `${server.url}/api/probe/small`;
      const { headers } = await fetchRaw(small, { 'accept-encoding': 'br' });
      expect(headers['content-encoding']).toBeUndefined();
    });

    it('passes each piece of a stream on as it comes', async () => {
      const events = `${server.url}/api/probe/events`;
      // The second piece is sent only after the first has arrived here.
      const release = () => void server.anonymous.post('/api/probe/events/release');
      const { headers, bytes } = await fetchRaw(events, { 'accept-encoding': 'gzip' }, release);
      expect(headers['content-encoding']).toBe('gzip');
      expect(gunzipSync(bytes).toString()).toBe(`${'one '.repeat(600)}two`);
    });

    it('gives back what its encoders were charged', async () => {
      await fetchRaw(large(), { 'accept-encoding': 'br' });
      const held = () =>
        server.platform.governor.snapshot().accounts.filter(({ name }) => name.startsWith('GET '));
      await expect.poll(held).toEqual([]);
    });
  });

  describe('the session cookie', () => {
    const cookie = async () => {
      const { token } = await server.signInAs('admin');
      return { cookie: `lexiflow_session=${token}` };
    };
    const call = (method: string, headers: Record<string, string>) =>
      server.anonymous.request(method, '/api/probe/closed', { headers });

    it('signs in where the console itself asks', async () => {
      const headers = { ...(await cookie()), 'sec-fetch-site': 'same-origin' };
      expect((await call('DELETE', headers)).status).toBe(204);
    });

    it.each([
      ['another site', { 'sec-fetch-site': 'cross-site' }],
      ['another origin', { origin: 'http://evil.example' }],
      ['nobody knows where', {}],
    ])('is not enough to change something from %s', async (_, from) => {
      const { status, body } = await call('DELETE', { ...(await cookie()), ...from });
      expect({ status, code: body.code }).toEqual({ status: 403, code: 'HTTP_CROSS_ORIGIN' });
    });

    it('is enough to read from anywhere, because no other page can see the answer', async () => {
      const headers = { ...(await cookie()), 'sec-fetch-site': 'cross-site' };
      const { status } = await server.anonymous.get('/api/auth/me', { headers });
      expect(status).toBe(200);
    });
  });

  describe('the documentation', () => {
    it('is a page without inline scripts or foreign addresses', async () => {
      const { body } = await server.anonymous.get<string>('/api/docs');
      expect(body).not.toMatch(/<script(?![^>]*\bsrc=)|\son\w+=|style=|https?:\/\//);
    });

    it('lists every error code that a problem can point to', async () => {
      const { body: problem } = await server.anonymous.get('/api/nothing');
      const [page = '', code = ''] = problem.type.split('#');
      const { status, body } = await server.anonymous.get<string>(page);
      expect(status).toBe(200);
      expect(body).toContain(`id="${code}"`);
    });
  });
});

describe('a server that drains', () => {
  it('ends its connections, serves what arrives on them and sheds bulk work', async () => {
    const server = await startTestServer({ modules: [ProbeModule] });
    try {
      server.platform.lifecycle.enter('draining');
      const small = await server.anonymous.get('/api/probe/small');
      expect({ status: small.status, connection: small.headers.get('connection') }).toEqual({
        status: 200,
        connection: 'close',
      });
      const shed = await server.anonymous.get('/api/probe/export');
      expect({ status: shed.status, code: shed.body.code }).toEqual({
        status: 503,
        code: 'HTTP_DRAINING',
      });
      expect(Number(shed.headers.get('retry-after'))).toBeGreaterThan(0);
    } finally {
      await server.close();
    }
  });
});

describe('a server short of memory', () => {
  it('refuses ordinary work with the numbers and keeps answering probes', async () => {
    const server = await startTestServer({ modules: [ProbeModule] });
    try {
      server.platform.governor.drain();
      const refused = await server.anonymous.get('/api/probe/small');
      expect(refused.status).toBe(503);
      expect(refused.body).toMatchObject({
        code: 'MEM_DRAINING',
        account: 'GET /api/probe/small',
        pool: 'request',
        usedBytes: expect.any(Number),
        limitBytes: expect.any(Number),
        level: expect.any(String),
        retryHelps: expect.any(Boolean),
      });
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await server.anonymous.get('/health/live')).status).toBe(200);
      expect((await server.anonymous.post('/api/auth/sign-in', {})).status).toBe(400);
    } finally {
      await server.close();
    }
  });
});

describe('a route that declares no access rule', () => {
  @Controller('forgotten')
  class ForgottenController {
    @Get()
    answer(): object {
      return {};
    }
  }
  @Module({ controllers: [ForgottenController] })
  class ForgottenModule {}

  it('keeps the server from starting', async () => {
    await expect(startTestServer({ modules: [ForgottenModule] })).rejects.toThrow(
      'GET /api/forgotten declares no access rule',
    );
  });
});
