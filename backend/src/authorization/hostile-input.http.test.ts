import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonSchemaOf, type JsonSchema } from '../platform/http/docs/json-schema.ts';
import type { CollectedRoute } from '../platform/http/routes/collected-route.ts';
import { rawRequest } from '../platform/http/testing/raw-request.ts';
import { startTestServer, type TestServer } from '../platform/http/testing/start-test-server.ts';
import { callRoute, parameterPatterns, sampleBody } from './testing/call-route.ts';

const tampered = (value: unknown): string =>
  Buffer.from(JSON.stringify(value)).toString('base64url');

/** Values that have broken others: injected SQL, odd numbers and dates, prototypes, slow patterns, half texts. */
const hostile: readonly string[] = [
  '\0',
  "' OR 1=1 --",
  "'; DROP TABLE users; --",
  "\\'; SELECT pg_sleep(5); --",
  '%',
  '_%\\',
  'a\0b',
  '\u{1F600}\u200F\uFEFF',
  '-1',
  '1e309',
  '99999999999999999999',
  'null',
  '{"$gt":""}',
  '__proto__',
  '../../../etc/passwd',
  '0000-01-01',
  '2024-02-30',
  '2024-13-45T25:61:61Z',
  '(((((((((a+)+)+)+)+)+)+)+)+)+$',
  `${'a'.repeat(2_000)}!`,
  `${'&|!<->():*'.repeat(20)}`,
  `${' '.repeat(1_500)}x`,
  tampered(['cases', {}, [], null]),
  tampered({ __proto__: 1 }),
];

/** For what is no filter of free text: validation refuses nearly all, or nothing is searched with it. */
const hostileForOthers = hostile.slice(0, 6);

/** A slow machine takes its time; nothing here is measured. */
const timeout = 240_000;

/** Query strings that are no well-formed pairs of name and value. */
const oddQueries = [
  '?__proto__[admin]=true',
  '?constructor.prototype.admin=true',
  '?limit=1&limit=2',
  '?limit[]=1',
  '?q=%ED%A0%80',
  '?q=%',
  '?%00=1',
  `?${'a=1&'.repeat(1_000)}`,
  '?;&=&==',
];

/** Bodies that are hostile as a whole. */
const oddBodies = [
  '{"__proto__":{"admin":true}}',
  '{"constructor":{"prototype":{"admin":true}}}',
  'null',
  '"text"',
  '{"a":'.repeat(60) + '1' + '}'.repeat(60),
];

/** Routes that end what the test goes on with or hold the server up. */
const notAsked = new Set([
  'POST /api/auth/sign-out',
  'POST /api/auth/password',
  'POST /api/monitoring/heap-snapshot',
  'POST /api/monitoring/memory/leaks/snapshot',
]);

describe('no hostile input breaks a route:', () => {
  let server: TestServer;
  let asked: CollectedRoute[];
  let token: string;

  beforeAll(async () => {
    server = await startTestServer();
    asked = server.platform.table.all.filter(
      ({ method, name }) => method !== 'HEAD' && !notAsked.has(name),
    );
    token = (await server.signInAs('admin')).token ?? '';
  });
  afterAll(() => server.close());

  const propertiesOf = (schema: CollectedRoute['spec']['query']): Record<string, JsonSchema> =>
    schema === undefined
      ? {}
      : ((jsonSchemaOf(schema, 'input')['properties'] ?? {}) as Record<string, JsonSchema>);

  /** Runs the calls eight at a time and answers those that ended in an error of the server. */
  const broken = async (
    calls: readonly (readonly [what: string, () => Promise<{ status: number }>])[],
  ): Promise<string[]> => {
    const failed: string[] = [];
    let next = 0;
    const work = async (): Promise<void> => {
      for (let call = calls[next++]; call !== undefined; call = calls[next++]) {
        const [what, ask] = call;
        const { status } = await ask();
        // 503 and 507 are refusals for want of room, which many calls at once may meet.
        if (status >= 500 && status !== 503 && status !== 507) failed.push(`${status} ${what}`);
      }
    };
    await Promise.all(Array.from({ length: 8 }, work));
    return failed;
  };
  const caller = () => ({ url: server.url, token });

  it('in any filter', { timeout }, async () => {
    const filtered = asked.filter(({ method, spec }) => method === 'GET' && spec.query);
    expect(filtered.length).toBeGreaterThan(20);
    const calls = filtered.flatMap((route) =>
      Object.entries(propertiesOf(route.spec.query)).flatMap(
        ([name, { type, format, enum: words }]) =>
          (type === 'string' && !format && !words ? hostile : hostileForOthers).map((value) => {
            const query = `?${name}=${encodeURIComponent(value)}`;
            return [`${route.name}${query}`, () => callRoute(caller(), route, { query })] as const;
          }),
      ),
    );
    expect(calls.length).toBeGreaterThan(1_000);
    expect(await broken(calls)).toEqual([]);
  });

  it('in any query string', { timeout }, async () => {
    const calls = asked
      .filter(({ method }) => method === 'GET')
      .flatMap((route) =>
        oddQueries.map(
          (query) =>
            [`${route.name}${query}`, () => callRoute(caller(), route, { query })] as const,
        ),
      );
    expect(await broken(calls)).toEqual([]);
  });

  it('in any id of a path', { timeout }, async () => {
    const calls = asked
      .filter(({ path }) => path.includes('/:'))
      .flatMap((route) =>
        hostileForOthers.map((value) => {
          const id = encodeURIComponent(value.slice(0, 150));
          const ids = Object.fromEntries(
            parameterPatterns(route.path).map((pattern) => [pattern, id]),
          );
          const call = { ids, body: sampleBody(route), ifMatch: '"1"' };
          return [`${route.name} ${id}`, () => callRoute(caller(), route, call)] as const;
        }),
      );
    expect(await broken(calls)).toEqual([]);
  });

  it('in any text of a body, and in any body', { timeout }, async () => {
    const written = asked.filter(({ method, spec }) => method !== 'GET' && spec.body);
    expect(written.length).toBeGreaterThan(20);
    const calls = written.flatMap((route) => {
      const body = sampleBody(route) as Record<string, unknown>;
      const texts = Object.entries(propertiesOf(route.spec.body))
        .filter(([name, { type }]) => type === 'string' && !/password|token/i.test(name))
        .map(([name]) => name);
      const changed = texts.flatMap((name) =>
        hostileForOthers.map((value) => ({ ...body, [name]: value }) as unknown),
      );
      return [...changed, ...oddBodies].map(
        (one) =>
          [
            `${route.name} ${JSON.stringify(one).slice(0, 120)}`,
            () => callRoute(caller(), route, { body: one, ifMatch: '"1"' }),
          ] as const,
      );
    });
    expect(calls.length).toBeGreaterThan(300);
    expect(await broken(calls)).toEqual([]);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it('in any header', async () => {
    const large = 'x'.repeat(20_000);
    const head = (lines: string): string =>
      `GET /api/cases HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${lines}\r\n\r\n`;
    const answers = await Promise.all(
      [
        `x-large: ${large}`,
        `cookie: lexiflow_session=${large}`,
        `authorization: Bearer ${'y'.repeat(9_000)}`,
        Array.from({ length: 400 }, (_, n) => `x-${n}: 1`).join('\r\n'),
        `x-forwarded-for: ${Array(1_500).fill('1.1.1.1').join(',')}`,
        `accept-encoding: ${Array(1_000).fill('gzip;q=0.1').join(',')}`,
        `if-none-match: ${'"a",'.repeat(3_000)}"b"`,
      ].map((lines) => rawRequest(server.url, head(lines))),
    );
    const statuses = answers.map((answer) => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]));
    expect(statuses[0]).toBe(431);
    for (const status of statuses) expect([400, 401, 431]).toContain(status);
  });

  it('and the server is as it was', async () => {
    const { body } = await server.anonymous.get('/api/health');
    expect(body.status).not.toBe('critical');
    const users = await server.database.db.selectFrom('users').select('id').execute();
    expect(users.length).toBeGreaterThan(0);
  });
});
