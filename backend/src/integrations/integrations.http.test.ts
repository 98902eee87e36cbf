import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestServer } from '../platform/http/testing/start-test-server.ts';
import { TestClient } from '../platform/http/testing/test-client.ts';
import type { TestAnswer } from '../platform/http/testing/test-client.ts';
import { CredentialVault } from '../platform/credentials/credential-vault.ts';
import { KeysService } from './credentials/keys.service.ts';
import { IntegrationsService } from './integrations.service.ts';
import { sendJson, startHttpService } from './testing/http-service.ts';
import type { HttpService } from './testing/http-service.ts';

const at = (answer: TestAnswer) => ({ headers: { 'if-match': answer.headers.get('etag') ?? '' } });
const key = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
const secret = 'a-very-secret-word';

describe('integrations', () => {
  const [old, next] = [key('old'), key('next')];
  const log: string[] = [];
  let server: TestServer;
  let admin: TestClient;
  let service: HttpService;
  let serial = 0;

  beforeAll(async () => {
    service = await startHttpService();
    server = await startTestServer({
      env: { INTEGRATION_KEYS: old, OUTBOUND_ALLOWED_ADDRESSES: 'loopback' },
      log: { write: (line: string) => void log.push(line) },
    });
    admin = await server.signInAs('admin');
  });
  afterAll(async () => {
    await server.close();
    await service.close();
  });

  const rest = (settings: object = {}, over: object = {}) => ({
    kind: 'rest',
    name: `Service ${++serial}`,
    settings: { baseUrl: service.url, authentication: 'bearer', ...settings },
    credentials: { secret },
    ...over,
  });
  const make = async (body: object): Promise<TestAnswer> => admin.post('/api/integrations', body);
  const test = async (body: object) => {
    const { body: made } = await make(body);
    return (await admin.post(`/api/integrations/${made.id}/test`)).body;
  };

  it('keeps an integration and changes it at its version', async () => {
    const made = await make(rest());
    expect([made.status, made.headers.get('etag')]).toEqual([201, '"1"']);
    expect(made.body).toMatchObject({
      kind: 'rest',
      isEnabled: true,
      everyMinutes: null,
      settings: { testPath: '/', authentication: 'bearer' },
      credentialNames: ['secret'],
      keyId: 'old',
      syncs: false,
      lastRun: null,
    });
    const path = `/api/integrations/${made.body.id}`;
    expect((await admin.get(path)).body).toEqual(made.body);
    const changed = await admin.patch(path, { name: 'Renamed', isEnabled: false }, at(made));
    expect(changed.body).toMatchObject({ name: 'Renamed', isEnabled: false, version: 2 });
    expect((await admin.patch(path, { name: 'x' }, at(made))).status).toBe(412);
    expect((await admin.patch(path, { name: 'x' })).status).toBe(428);
    const taken = await make(rest({}, { name: 'renamed' }));
    expect([taken.status, taken.body.code]).toEqual([409, 'INTEGRATION_NAME_TAKEN']);
    expect((await admin.delete(path, at(changed))).status).toBe(204);
    expect((await admin.get(path)).body.code).toBe('INTEGRATION_NOT_FOUND');
  });

  it('names each refused field of settings and credentials, and never their value', async () => {
    const wrong = await make({
      ...rest({ baseUrl: 'ftp://x', more: 1 }),
      credentials: { secret: `${secret}\n`, extra: 'y' },
    });
    expect(wrong.status).toBe(400);
    expect(wrong.body.errors.map((error: { path: string }) => error.path).sort()).toEqual([
      'body.credentials.extra',
      'body.credentials.secret',
      'body.settings.baseUrl',
      'body.settings.more',
    ]);
    expect(JSON.stringify(wrong.body)).not.toContain(secret);
    const made = await make(rest());
    const path = `/api/integrations/${made.body.id}`;
    const change = { settings: { baseUrl: service.url, authentication: 'magic' } };
    const scheduled = await admin.patch(path, { everyMinutes: 60 }, at(made));
    expect(scheduled.body.errors[0].path).toBe('body.everyMinutes');
    const bad = await admin.patch(path, change, at(made));
    expect(bad.body.errors[0].path).toBe('body.settings.authentication');
  });

  it('makes one integration for one Idempotency-Key', async () => {
    const request = { headers: { 'idempotency-key': 'once' } };
    const body = rest();
    const [one, two] = [
      await admin.post('/api/integrations', body, request),
      await admin.post('/api/integrations', body, request),
    ];
    expect(two.body).toEqual(one.body);
  });

  it('lets administrators manage, operators look, and nobody else know', async () => {
    const made = await make(rest());
    const operator = await server.signInAs('operator');
    expect((await operator.get(`/api/integrations/${made.body.id}`)).body).toEqual(made.body);
    expect((await operator.post(`/api/integrations/${made.body.id}/test`)).status).toBe(403);
    const partner = await server.signInAs('partner');
    expect((await partner.get('/api/integrations')).status).toBe(403);
  });

  describe('connection test', () => {
    it('signs in and says what it saw', async () => {
      let seen = '';
      service.answer = (request, response) => {
        seen = `${request.url} ${request.headers.authorization}`;
        sendJson(response, 200, { ok: true });
      };
      const run = await test(rest({ testPath: '/v1/me?x=1' }));
      expect(seen).toBe(`/v1/me?x=1 Bearer ${secret}`);
      expect(run).toMatchObject({ outcome: 'ok', facts: { status: 200, bytes: 11 } });
    });

    it.each([
      ['sign-in', 401, 'INTEGRATION_SIGN_IN_REFUSED'],
      ['permission', 403, 'INTEGRATION_NOT_PERMITTED'],
      ['answer', 500, 'INTEGRATION_BAD_ANSWER'],
    ])('names the step %s', async (failedStep, status, code) => {
      service.answer = (_request, response) => sendJson(response, status, {});
      expect(await test(rest())).toMatchObject({ outcome: 'failed', failedStep, code });
    });

    it('names a closed port, an unknown name, a missing TLS and a private address', async () => {
      const closed = await startHttpService();
      await closed.close();
      const steps = [];
      for (const baseUrl of [
        closed.url,
        `https://${'n'.repeat(64)}.example`,
        service.url.replace('http:', 'https:'),
        'https://10.0.0.1',
      ])
        steps.push((await test(rest({ baseUrl }))).failedStep);
      expect(steps).toEqual(['tcp', 'dns', 'tls', 'address']);
    });

    it('uses what was changed a moment ago, though the integration was in memory', async () => {
      const seen: (string | undefined)[] = [];
      service.answer = (request, response) => {
        seen.push(request.headers.authorization);
        sendJson(response, 200, {});
      };
      const made = await make(rest());
      const path = `/api/integrations/${made.body.id}`;
      await admin.post(`${path}/test`);
      await admin.patch(path, { credentials: { secret: 'another' } }, at(made));
      await admin.post(`${path}/test`);
      expect(seen).toEqual([`Bearer ${secret}`, 'Bearer another']);
    });

    it('keeps a history of bounded length, newest first', async () => {
      const { body: made } = await make(rest());
      const path = `/api/integrations/${made.id}`;
      for (const status of [200, 500]) {
        service.answer = (_request, response) => sendJson(response, status, {});
        await admin.post(`${path}/test`);
      }
      const { body } = await admin.get(`${path}/runs?count=true`);
      expect(body.items.map((run: { outcome: string }) => run.outcome)).toEqual(['failed', 'ok']);
      expect(body.total).toBe(2);
      expect((await admin.get(path)).body.lastRun).toEqual(body.items[0]);
      expect((await admin.post(`${path}/sync`)).body.code).toBe('INTEGRATION_SYNCS_NOTHING');
    });
  });

  it('leaves the secret in no answer, row, audit entry, event or log line', async () => {
    service.answer = (_request, response) => sendJson(response, 401, { echo: secret });
    const answers = [await make(rest({ baseUrl: `${service.url}/echo` }))];
    answers.push(await admin.post(`/api/integrations/${answers[0]?.body.id}/test`));
    answers.push(await admin.get('/api/integrations?limit=100'));
    expect(JSON.stringify(answers.map(({ body }) => body))).not.toContain(secret);
    for (const table of [
      'integrations',
      'integration_runs',
      'audit_log',
      'outbox',
      'idempotency_keys',
    ]) {
      const { rows } = await sql<{
        text: string;
      }>`select t::text as text from ${sql.table(table)} as t`.execute(server.database.db);
      expect(rows.length, table).toBeGreaterThan(0);
      expect(rows.map(({ text }) => text).join('\n'), table).not.toContain(secret);
    }
    expect(log.length).toBeGreaterThan(0);
    expect(log.join('')).not.toContain(secret);
  });

  it('moves all credentials to a new key, after which the old one may go', async () => {
    const { body: made } = await make(rest());
    const rotated = await startTestServer({
      database: server.database,
      env: { INTEGRATION_KEYS: `${next},${old}`, OUTBOUND_ALLOWED_ADDRESSES: 'loopback' },
    });
    const keys = rotated.app.nest.get(KeysService);
    const before = await keys.state();
    expect(before.current).toBe('next');
    expect(before.keys.find(({ id }) => id === 'old')?.integrations).toBeGreaterThan(0);
    await keys.reseal(new AbortController().signal);
    expect((await keys.state()).keys.find(({ id }) => id === 'old')?.integrations).toBe(0);
    const row = await rotated.app.nest.get(IntegrationsService).stored(made.id);
    const alone = new CredentialVault([{ id: 'next', base64: next.slice('next:'.length) }]);
    expect(alone.open(made.id, row.sealed)).toEqual({ secret });
    await rotated.close();
  });

  it('refuses to store or use credentials without their key, and says so', async () => {
    // A server on PostgreSQL has no key of its own.
    const env = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };
    const bare = await startTestServer({ env, database: server.database });
    const client = new TestClient(bare.url, admin.token, admin.userId);
    const refused = await client.post('/api/integrations', rest());
    expect([refused.status, refused.body.code]).toEqual([503, 'CREDENTIAL_NO_KEY']);
    expect(refused.body.hint).toContain('INTEGRATION_KEYS');
    const { body: list } = await client.get('/api/integrations?limit=1');
    const run = await client.post(`/api/integrations/${list.items[0].id}/test`);
    expect(run.body).toMatchObject({ failedStep: 'key', code: 'CREDENTIAL_KEY_UNKNOWN' });
    await bare.close();
  });

  it('on the embedded database needs no key to be configured', async () => {
    const own = await startTestServer({ database: server.database });
    const client = new TestClient(own.url, admin.token, admin.userId);
    const made = await client.post('/api/integrations', rest());
    expect([made.status, made.body.keyId]).toEqual([201, 'own']);
    const { body: keys } = await client.get('/api/integrations/keys');
    expect([keys.current, keys.keys.find(({ id }: { id: string }) => id === 'own')]).toEqual([
      'own',
      { id: 'own', isConfigured: true, integrations: 1, webhooks: 0 },
    ]);
    await own.close();
  });
});
