import { runInNewContext } from 'node:vm';
import { setFlagsFromString } from 'node:v8';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProbeModule } from './testing/probe-routes.ts';
import { rawRequest } from './testing/raw-request.ts';
import { startTestServer } from './testing/start-test-server.ts';
import type { TestServer } from './testing/start-test-server.ts';

const MIB = 1024 * 1024;

function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

const json = { 'content-type': 'application/json' };

describe('bad input', () => {
  let server: TestServer;
  const lines: string[] = [];
  beforeAll(async () => {
    server = await startTestServer({
      modules: [ProbeModule],
      log: { write: (line) => void lines.push(line) },
    });
  });
  afterAll(() => server.close());

  const send = (body: unknown, headers: Record<string, string> = json) =>
    server.anonymous.post('/api/probe/echo', body, { headers });
  /** What requests hold now; other work may keep accounts in the same pool. */
  const heldByRequests = () =>
    server.platform.governor
      .snapshot()
      .accounts.filter(({ name }) => /^(?:GET|POST|DELETE) /.test(name));
  const leftovers = () =>
    server.platform.governor.snapshot().pools.map(({ leftoverTotal }) => leftoverTotal);

  it('is answered as a problem document that names the request', async () => {
    const { status, headers, body } = await send('{"name":x}');
    expect(status).toBe(400);
    expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toEqual({
      type: '/api/docs/errors#HTTP_MALFORMED_JSON',
      title: 'The request body is not valid JSON',
      status: 400,
      code: 'HTTP_MALFORMED_JSON',
      detail: 'The body stops being JSON at byte 8',
      hint: 'Send one complete JSON text in UTF-8.',
      requestId: headers.get('x-request-id'),
      position: 8,
    });
  });

  it('names every refused field', async () => {
    const { body } = await send({ name: 5, count: 'x', extra: true });
    expect(body.code).toBe('HTTP_INVALID_INPUT');
    expect(body.errors.map(({ path }: { path: string }) => path)).toEqual([
      'body.name',
      'body.count',
      'body.extra',
    ]);
  });

  it.each([
    ['a truncated text', '{"name":"a', 400, 'HTTP_MALFORMED_JSON'],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22]), 400, 'HTTP_MALFORMED_JSON'],
    ['a key that reaches a prototype', '{"__proto__":{"a":1}}', 400, 'HTTP_UNSAFE_JSON'],
    ['100,000 open brackets', '['.repeat(100_000), 400, 'HTTP_UNSAFE_JSON'],
    ['no body', '', 400, 'HTTP_INVALID_INPUT'],
    ['null', 'null', 400, 'HTTP_INVALID_INPUT'],
    ['more than the limit', `"${'x'.repeat(MIB)}"`, 413, 'HTTP_BODY_TOO_LARGE'],
  ])('refuses %s', async (_, body, status, code) => {
    const answer = await send(body);
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
  });

  it.each([
    [{ 'content-type': 'text/plain' }],
    [{ 'content-type': 'application/x-www-form-urlencoded' }],
    [{ 'content-type': 'application/json; charset=latin1' }],
    [{ 'content-type': 'nonsense' }],
    [{ ...json, 'content-encoding': 'gzip' }],
  ])('refuses a body with %j', async (headers) => {
    const { status, body } = await send('{"name":"a"}', headers);
    expect({ status, code: body.code }).toEqual({ status: 415, code: 'HTTP_UNSUPPORTED_MEDIA' });
  });

  it('takes a route without a body as it is', async () => {
    expect((await server.anonymous.post('/api/probe/any')).body).toEqual({ body: null });
    expect((await server.anonymous.post('/api/probe/any', '', { headers: json })).body).toEqual({
      body: null,
    });
  });

  it('answers an oversize body before it has arrived, and keeps none of it', async () => {
    const head = 'POST /api/probe/echo HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';
    const answer = await rawRequest(server.url, `${head}content-length: 9000000000\r\n\r\n{`);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain('the request declares 9000000000');
  });

  it('counts a chunked body that declares no length', async () => {
    const pieces = Array.from({ length: 40 }, () => new Uint8Array(64 * 1024).fill(32));
    const body = ReadableStream.from(pieces);
    const { status } = await server.anonymous.post('/api/probe/echo', body, { headers: json });
    expect(status).toBe(413);
    expect(heldByRequests()).toEqual([]);
  });

  it('hands a streamed type over whatever its size, and refuses others there', async () => {
    const pieces = Array.from({ length: 64 }, () => new Uint8Array(64 * 1024).fill(10));
    const streamed = await server.anonymous.post('/api/probe/stream', ReadableStream.from(pieces), {
      headers: { 'content-type': 'application/x-ndjson' },
    });
    expect(streamed.body).toEqual({ bytes: 4 * MIB });
    const other = await server.anonymous.post('/api/probe/stream', 'a', {
      headers: { 'content-type': 'text/csv' },
    });
    expect(other.status).toBe(415);
  });

  it('forgets a body whose client goes away', async () => {
    const head = 'POST /api/probe/echo HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';
    await rawRequest(server.url, `${head}content-length: 5000\r\n\r\n{"name":`, { waitMs: 100 });
    await expect.poll(heldByRequests).toEqual([]);
    expect(server.platform.figures.inFlight).toBe(0);
  });

  it.each([
    ['GET /%zz HTTP/1.1\r\nhost: x\r\n\r\n', 400, 'HTTP_MALFORMED_REQUEST'],
    ['GET /api/probe/items/%ff HTTP/1.1\r\nhost: x\r\n\r\n', 400, 'HTTP_MALFORMED_REQUEST'],
    ['NONSENSE\r\n\r\n', 400, 'HTTP_MALFORMED_REQUEST'],
    [
      `GET / HTTP/1.1\r\nhost: x\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`,
      431,
      'HTTP_HEADERS_TOO_LARGE',
    ],
    [
      `GET /api/health?${'a'.repeat(9000)} HTTP/1.1\r\nhost: x\r\n\r\n`,
      414,
      'HTTP_ADDRESS_TOO_LONG',
    ],
    [`GET /api/probe/items/${'a'.repeat(300)} HTTP/1.1\r\nhost: x\r\n\r\n`, 404, 'HTTP_NOT_FOUND'],
    [
      'POST /api/probe/echo HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n',
      400,
      'HTTP_MALFORMED_REQUEST',
    ],
  ])('answers the raw request %#', async (bytes, status, code) => {
    const answer = await rawRequest(server.url, bytes, { waitMs: 200 });
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toContain(`"code":"${code}"`);
    expect(answer).toContain('application/problem+json');
  });

  it('answers 405 with the methods of the address, and 404 where there is none', async () => {
    const wrong = await server.anonymous.post('/api/probe/small', {});
    expect(wrong.status).toBe(405);
    expect(wrong.headers.get('allow')).toBe('GET, HEAD');
    expect(wrong.body.code).toBe('HTTP_METHOD_NOT_ALLOWED');
    for (const method of ['GET', 'POST', 'DELETE']) {
      const { status, body } = await server.anonymous.request(method, '/api/nothing/here');
      expect({ status, code: body.code }).toEqual({ status: 404, code: 'HTTP_NOT_FOUND' });
    }
  });

  it('says nothing about an unknown error and logs it whole', async () => {
    const { status, body } = await server.anonymous.get('/api/probe/fails');
    expect({ status, code: body.code }).toEqual({ status: 500, code: 'HTTP_INTERNAL' });
    expect(JSON.stringify(body)).not.toContain('hunter2');
    const logged = lines.filter((line) => line.includes(body.requestId)).join('');
    expect(logged).toContain('hunter2');
    expect(logged).toContain('probe-routes');
  });

  it('cuts the connection when an answer fails after its headers', async () => {
    await expect(server.anonymous.get('/api/probe/breaks-off')).rejects.toThrow();
    expect((await server.anonymous.get('/api/probe/small')).status).toBe(200);
  });

  it('holds no memory after hundreds of bad requests', async () => {
    const collect = collector();
    const large = `{"name":"${'x'.repeat(50_000)}`;
    const bodies = [
      large,
      '{"name":',
      '[[[[',
      '{"name":5}',
      '"\ud800"',
      '{"__proto__":1}',
      undefined,
    ];
    const storm = async (rounds: number) => {
      for (let round = 0; round < rounds; round++) {
        await Promise.all(bodies.map((body) => send(body)));
      }
      lines.length = 0;
      collect();
      return process.memoryUsage().heapUsed;
    };
    const warm = await storm(60);
    const after = await storm(140);
    // Client and server share this heap; a body kept by any of 140 requests would add 7 MB.
    expect(after - warm).toBeLessThan(3 * MIB);
    expect(heldByRequests()).toEqual([]);
    expect(leftovers().every((count) => count === 0)).toBe(true);
    expect(server.platform.figures.inFlight).toBe(0);
  });

  it('is logged as a client that left when its whole body was still to be read', async () => {
    lines.length = 0;
    await rawRequest(
      server.url,
      `POST /api/probe/stream/late HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-ndjson\r\ncontent-length: 3\r\n\r\n{}\n`,
      { waitMs: 100 },
    );
    const codes = () =>
      lines.map((line) => JSON.parse(line).code).filter((code) => code !== undefined);
    await expect.poll(codes).toEqual(['HTTP_CLIENT_LEFT']);
  });
});
