import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../platform/http/testing/start-test-server.ts';
import { TestClient, type TestAnswer } from '../platform/http/testing/test-client.ts';
import { STRIKES_BEFORE_BLOCK } from '../platform/http/traffic/traffic.limits.ts';

/** A proxy on this machine is believed, and a hundredth of each limit is in force. */
const env = { TRUSTED_PROXIES: '127.0.0.1', RATE_LIMIT_SCALE: '0.01' };

describe('rate limits and address rules', () => {
  let server: TestServer;
  let other: TestServer;
  let admin: TestClient;

  beforeAll(async () => {
    server = await startTestServer({ env });
    other = await startTestServer({ env, database: server.database });
    admin = await server.signInAs('admin');
  });
  afterAll(async () => {
    await other.close();
    await server.close();
  });

  const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });
  const on = (target: TestServer, { token, userId }: TestClient) =>
    new TestClient(target.url, token, userId);
  const rule = (network: string, verdict: 'allow' | 'block', more: object = {}) =>
    admin.post('/api/traffic/rules', { network, kind: verdict, reason: 'a test of it', ...more });
  const repeat = async (times: number, request: () => Promise<TestAnswer>): Promise<number[]> => {
    const statuses: number[] = [];
    for (let n = 0; n < times; n++) statuses.push((await request()).status);
    return statuses;
  };
  /** Asks until the answer has this status; how many answers came before it. */
  const before = async (status: number, request: () => Promise<TestAnswer>): Promise<number> => {
    for (let n = 0; n < 4 * STRIKES_BEFORE_BLOCK; n++) {
      if ((await request()).status === status) return n;
    }
    throw new Error(`no answer has the status ${status}`);
  };

  it('take the last hop that no trusted proxy is for the address of a request', async () => {
    const seen = async (forwarded: string): Promise<string> =>
      (await admin.get('/api/traffic', from(forwarded))).body.address;
    expect(await seen('198.51.100.7')).toBe('198.51.100.7');
    expect(await seen('192.0.2.1, 198.51.100.7')).toBe('198.51.100.7');
    expect(await seen('198.51.100.7, 127.0.0.1')).toBe('198.51.100.7');
  });

  it('believe nobody while no proxy is trusted', async () => {
    const open = await startTestServer({ database: server.database });
    try {
      const { body } = await on(open, admin).get('/api/traffic', from('198.51.100.7'));
      expect(body.address).toBe('127.0.0.1');
    } finally {
      await open.close();
    }
  });

  it('refuse one user beyond the limit with 429, and no other', async () => {
    const [ann, ben] = [await server.signInAs('partner'), await server.signInAs('partner')];
    const list = (client: TestClient) => client.get('/api/cases', from('198.51.100.20'));
    const first = await list(ann);
    expect(first.headers.get('ratelimit-policy')).toBe('"interactive-user";q=30;w=60');
    expect(first.headers.get('ratelimit')).toMatch(/^"interactive-user";r=29;t=\d+$/);
    // A minute that ends meanwhile lets some more through.
    expect(await before(429, () => list(ann))).toBeGreaterThanOrEqual(29);
    const refused = await list(ann);
    expect([refused.status, refused.body.code]).toEqual([429, 'HTTP_TOO_MANY_REQUESTS']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await list(ben)).status).toBe(200);
  });

  it('refuse an address that asks for unknown addresses, whoever it says it is', async () => {
    const ask = () => server.anonymous.post('/api/nowhere', {}, from('198.51.100.30'));
    expect(await before(429, ask)).toBeGreaterThanOrEqual(6);
    expect((await server.anonymous.get('/api/health/live', from('198.51.100.30'))).status).toBe(
      200,
    );
  });

  it('do not limit this machine', async () => {
    const ask = () => server.anonymous.post('/api/nowhere', {});
    expect(new Set(await repeat(30, ask))).toEqual(new Set([404]));
  });

  it('block a network on every instance at once, and let it in again', async () => {
    const ann = await server.signInAs('partner');
    const asAnn = (target: TestServer) => on(target, ann).get('/api/cases', from('203.0.113.40'));
    expect((await asAnn(server)).status).toBe(200);
    const made = await rule('203.0.113.40/26', 'block', { expiresInMinutes: 60 });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ network: '203.0.113.0/26', source: 'manual', times: 1 });
    const here = await asAnn(server);
    expect([here.status, here.body.code]).toEqual([403, 'HTTP_ADDRESS_BLOCKED']);
    await expect.poll(async () => (await asAnn(other)).status).toBe(403);
    expect((await ann.get('/api/cases', from('203.0.113.64'))).status).toBe(200);
    expect((await server.anonymous.get('/api/health/live', from('203.0.113.40'))).status).toBe(200);
    const { body: page } = await admin.get('/api/traffic/rules?q=203.0.113.0&count=true');
    expect([page.total, page.items[0].id]).toEqual([1, made.body.id]);
    expect((await admin.delete(`/api/traffic/rules/${made.body.id}`)).status).toBe(204);
    expect((await asAnn(server)).status).toBe(200);
    await expect.poll(async () => (await asAnn(other)).status).toBe(200);
    expect((await admin.delete(`/api/traffic/rules/${made.body.id}`)).body.code).toBe(
      'TRAFFIC_RULE_NOT_FOUND',
    );
    const { body } = await admin.get(`/api/audit?objectId=${made.body.id}`);
    expect(body.items.map(({ action }: { action: string }) => action)).toEqual([
      'address-rule.removed',
      'address-rule.added',
    ]);
  });

  it('end at their time: an ended rule is listed nowhere and can be made anew', async () => {
    const made = await rule('203.0.113.90', 'block', { expiresInMinutes: 1 });
    expect((await rule('203.0.113.90', 'allow')).body.code).toBe('TRAFFIC_RULE_EXISTS');
    await sql`update address_rules set expires_at = now() - interval '1 second'
      where id = ${made.body.id}`.execute(server.database.db);
    expect((await admin.get('/api/traffic/rules?q=203.0.113.90')).body.items).toEqual([]);
    const again = await rule('203.0.113.90', 'allow');
    expect([again.status, again.body.kind]).toEqual([201, 'allow']);
  });

  it('are there again after a restart', async () => {
    await rule('203.0.113.111', 'block');
    const third = await startTestServer({ env, database: server.database });
    try {
      const { status } = await third.anonymous.get('/api/openapi.json', from('203.0.113.111'));
      expect(status).toBe(403);
    } finally {
      await third.close();
    }
  });

  it('lift the limits of an allowed network', async () => {
    await rule('203.0.113.128/25', 'allow');
    const ask = () => server.anonymous.post('/api/nowhere', {}, from('203.0.113.200'));
    expect(new Set(await repeat(30, ask))).toEqual(new Set([404]));
  });

  it.each([
    ['0.0.0.0/0', 'TRAFFIC_NETWORK_INVALID'],
    ['2001::/8', 'TRAFFIC_NETWORK_INVALID'],
    ['not-an-address', 'TRAFFIC_NETWORK_INVALID'],
    ["10.0.0.1'; --", 'TRAFFIC_NETWORK_INVALID'],
    ['127.0.0.1', 'TRAFFIC_OWN_ADDRESS'],
    ['198.51.100.0/24', 'TRAFFIC_OWN_ADDRESS'],
  ])('refuse to block %s', async (network, code) => {
    const body = { network, kind: 'block', reason: 'a test of it' };
    const answer = await admin.post('/api/traffic/rules', body, from('198.51.100.99'));
    expect([answer.status, answer.body.code]).toEqual([422, code]);
  });

  it('are for operators and administrators only', async () => {
    const partner = await server.signInAs('partner');
    expect((await partner.get('/api/traffic/rules')).status).toBe(403);
    const operator = await server.signInAs('operator');
    expect((await operator.get('/api/traffic')).body.limits).toContainEqual({
      class: 'export',
      perAddress: 6,
      perUser: 1,
    });
  });

  it('block an abuser on every instance for a time, but not the signed-in colleagues there', async () => {
    const address = '203.0.114.1';
    const colleague = await server.signInAs('associate');
    const ask = () => server.anonymous.post('/api/nowhere', {}, from(address));
    expect(await before(403, ask)).toBeGreaterThan(STRIKES_BEFORE_BLOCK);
    for (const target of [server, other]) {
      const anonymous = () => target.anonymous.get('/api/openapi.json', from(address));
      await expect.poll(async () => (await anonymous()).status).toBe(403);
      const mine = await on(target, colleague).get('/api/cases', from(address));
      expect(mine.status).toBe(200);
      const guessed = await target.anonymous.get('/api/cases', {
        headers: { ...from(address).headers, authorization: `Bearer lxs_${'a'.repeat(43)}` },
      });
      expect(guessed.body.code).toBe('HTTP_ADDRESS_BLOCKED');
    }
    const { body } = await admin.get('/api/traffic/rules?source=automatic');
    expect(body.items).toHaveLength(1);
    const [made] = body.items;
    expect(made).toMatchObject({ network: `${address}/32`, kind: 'block', times: 1 });
    expect(made.reason).toContain('beyond the limit');
    const minutes = (Date.parse(made.expiresAt) - Date.parse(made.createdAt)) / 60_000;
    expect(minutes).toBeCloseTo(15, 1);
    const audit = await admin.get(`/api/audit?objectId=${made.id}`);
    expect(audit.body.items).toMatchObject([
      { action: 'address-rule.added', actorKind: 'system', details: { cause: 'rate-limit' } },
    ]);
  });
});
