import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { renderUpstreams } from '../../deploy/blue-green/upstreams.ts';
import { startNginx, wideRates, withSbin } from '../support/nginx.ts';
import type { RunningNginx } from '../support/nginx.ts';
import { startServer } from '../support/server.ts';
import { sparePort } from '../support/spare-port.ts';
import type { RunningServer } from '../support/server.ts';
import { hasTool } from '../support/tool.ts';

const nginxIsHere = hasTool('nginx');
const dist = new URL('../../frontend/dist', import.meta.url).pathname;
const MIB = 1024 * 1024;

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** One request as a client sends it: nothing is decoded, and no header is added. */
function ask(url: string, options: AskOptions = {}): Promise<Answer> {
  const { method = 'GET', headers = {}, body } = options;
  return new Promise((resolve, reject) => {
    const asked = httpRequest(url, { method, headers, agent: false }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.once('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(pieces),
        }),
      );
    });
    asked.once('error', reject);
    asked.end(body);
  });
}

interface AskOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

interface AuditRow {
  readonly action: string;
  readonly ip: string | null;
}

const upstreamsTo = (address: string) =>
  renderUpstreams({ colour: 'blue', backup: null }, () => address);

describe.runIf(nginxIsHere)('nginx in front of the server', () => {
  let server: RunningServer;
  let nginx: RunningNginx;
  let strict: RunningNginx;
  /** The token of the local command line is refused through a proxy. */
  const adminToken = randomBytes(32).toString('hex');
  const token = () => ({ authorization: `Bearer ${adminToken}` });
  const json = { 'content-type': 'application/json' };

  beforeAll(async () => {
    server = await startServer({
      environment: {
        TRUSTED_PROXIES: 'loopback',
        MEMORY_BUDGET_MB: '512',
        ADMIN_TOKEN: adminToken,
      },
    });
    const upstreams = upstreamsTo(new URL(server.url).host);
    nginx = await startNginx({ upstreams, console: dist, rates: wideRates });
    strict = await startNginx({ upstreams });
  }, 200_000);
  afterAll(async () => {
    await strict?.[Symbol.asyncDispose]();
    await nginx?.[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
  });

  it('accepts its own configuration, the brotli modules included', () => {
    for (const { workingFolder, configuration } of [nginx, strict])
      execFileSync('nginx', ['-p', workingFolder, '-c', configuration, '-t', '-q'], {
        env: withSbin(),
        stdio: 'pipe',
      });
  });

  it('answers page and API of the server, with its headers once', async () => {
    const page = await ask(nginx.url, { headers: { accept: 'text/html' } });
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    expect(page.headers['x-content-type-options']).toBe('nosniff');
    expect(page.headers['x-frame-options']).toBe('DENY');
    expect(page.headers['server']).toBe('nginx');
    const health = await ask(`${nginx.url}/health/ready`);
    expect(health.status).toBe(200);
    expect(health.headers['cache-control']).toBe('no-store');
    expect(health.headers['content-security-policy']).toBe(
      "default-src 'none'; frame-ancestors 'none'",
    );
  });

  it('sends hashed assets as the build packed them, to be kept for a year', async () => {
    const html = readFileSync(`${dist}/index.html`, 'utf8');
    const asset = /assets\/[\w.-]+\.js/.exec(html)?.[0] ?? '';
    for (const [encoding, ending] of [
      ['br', '.br'],
      ['gzip', '.gz'],
    ] as const) {
      const packed = await ask(`${nginx.url}/${asset}`, {
        headers: { 'accept-encoding': encoding },
      });
      expect(packed.headers['content-encoding']).toBe(encoding);
      expect(packed.body.equals(readFileSync(`${dist}/${asset}${ending}`))).toBe(true);
      expect(packed.headers['cache-control']).toBe('public, max-age=31536000, immutable');
      expect(packed.headers['x-content-type-options']).toBe('nosniff');
      expect(packed.headers['content-type']).toBe('text/javascript');
    }
    const plain = await ask(`${nginx.url}/${asset}`);
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.body.equals(readFileSync(`${dist}/${asset}`))).toBe(true);
  });

  it('asks the application for an asset it does not have', async () => {
    const html = readFileSync(`${dist}/index.html`, 'utf8');
    const asset = /assets\/[\w.-]+\.js/.exec(html)?.[0] ?? '';
    const answer = await ask(`${strict.url}/${asset}`);
    expect(answer.status).toBe(200);
    expect(answer.body.equals(readFileSync(`${dist}/${asset}`))).toBe(true);
    const missing = await ask(`${strict.url}/assets/missing-1234.js`);
    expect(missing.status).toBe(404);
    expect(missing.headers['cache-control']).toBe('no-store');
  });

  it('passes on what the application compressed', async () => {
    for (const encoding of ['gzip', 'br']) {
      const answer = await ask(`${nginx.url}/api/openapi.json`, {
        headers: { 'accept-encoding': encoding },
      });
      expect(answer.headers['content-encoding']).toBe(encoding);
    }
  });

  it('refuses a body above the limit of the application before the application reads it', async () => {
    const atLimit = JSON.stringify({ number: 'x'.repeat(MIB - 13) });
    expect(Buffer.byteLength(atLimit)).toBe(MIB);
    const post = (body: string, path = '/api/cases') =>
      ask(nginx.url + path, { method: 'POST', headers: { ...json, ...token() }, body });
    expect((await post(atLimit)).status).toBe(400);
    const refused = await post(`${atLimit} `);
    expect(refused.status).toBe(413);
    expect(refused.headers['content-type']).toBe('application/problem+json');
    expect(refused.headers['x-content-type-options']).toBe('nosniff');
    expect(JSON.parse(refused.body.toString())).toMatchObject({ code: 'HTTP_BODY_TOO_LARGE' });
    expect((await post('x'.repeat(20_000), '/api/auth/sign-in')).status).toBe(413);
  });

  it('lets an import pass that is larger than any other body', async () => {
    const court = (index: number) => JSON.stringify({ id: `x${index}`, name: 'n'.repeat(280) });
    const body = Array.from({ length: 7000 }, (_, index) => court(index)).join('\n');
    expect(body.length).toBeGreaterThan(2 * MIB);
    const answer = await ask(`${nginx.url}/api/courts/import`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', ...token() },
      body,
    });
    expect(JSON.parse(answer.body.toString())).toMatchObject({ created: 7000, rejected: [] });
  });

  it('carries a WebSocket', async () => {
    const url = `${nginx.url.replace('http', 'ws')}/api/realtime/socket`;
    const socket = new WebSocket(url, { headers: token() });
    try {
      const first = await new Promise<string>((resolve, reject) => {
        socket.once('error', reject);
        socket.once('message', (data) => resolve(String(data as Buffer)));
      });
      expect(JSON.parse(first)).toHaveProperty('type');
    } finally {
      socket.terminate();
    }
  });

  it('tells the application who the client is, whatever the client claims', async () => {
    const body = JSON.stringify({ email: 'nobody@example.com', password: 'not the right one' });
    const headers = { ...json, 'x-forwarded-for': '203.0.113.9' };
    await ask(`${nginx.url}/api/auth/sign-in`, { method: 'POST', headers, body });
    const addresses = async () => {
      const log = await ask(`${server.url}/api/audit?limit=20`, { headers: token() });
      const { items } = JSON.parse(log.body.toString()) as { items: AuditRow[] };
      return items.filter(({ action }) => action === 'session.refused').map(({ ip }) => ip);
    };
    await expect.poll(addresses, { timeout: 30_000 }).toEqual(['127.0.0.1']);
  });

  it('limits how often one address may try to sign in', async () => {
    const tries = await Promise.all(
      Array.from({ length: 60 }, () =>
        ask(`${strict.url}/api/auth/sign-in`, { method: 'POST', headers: json, body: '{}' }),
      ),
    );
    const limited = tries.filter(({ status }) => status === 429);
    expect(limited.length).toBeGreaterThan(0);
    const own = limited.find(({ headers }) => headers['retry-after'] === '1');
    expect(JSON.parse(own?.body.toString() ?? '{}')).toMatchObject({
      code: 'HTTP_TOO_MANY_REQUESTS',
    });
    // Other routes of the same address go on.
    expect((await ask(`${strict.url}/health/live`)).status).toBe(200);
  });

  it('says in its own words that nobody answers behind it', async () => {
    await using alone = await startNginx({
      upstreams: upstreamsTo(`127.0.0.1:${await sparePort()}`),
    });
    const answer = await ask(`${alone.url}/api/cases`);
    expect(answer.status).toBe(502);
    expect(JSON.parse(answer.body.toString())).toMatchObject({ code: 'PROXY_UNREACHABLE' });
  });
});
