import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../platform/http/testing/start-test-server.ts';
import { TestClient } from '../../platform/http/testing/test-client.ts';
import { API_KEYS_PER_USER } from '../auth.limits.ts';
import { makeUser, signIn } from '../testing/make-user.ts';

describe('API keys', () => {
  let server: TestServer;
  let admin: TestClient;

  beforeAll(async () => {
    server = await startTestServer();
    admin = await server.signInAs('admin');
  });
  afterAll(() => server.close());

  const makeKey = async (owner: TestClient, scopes: string[], more: object = {}) => {
    const answer = await owner.post('/api/auth/api-keys', { name: 'a key', scopes, ...more });
    return { ...answer, client: new TestClient(server.url, answer.body.key ?? null, owner.userId) };
  };

  it('are shown once, stored as a hash and work with their scopes only', async () => {
    const partner = await server.signInAs('partner');
    const { status, body, client } = await makeKey(partner, ['user:read', 'case:read']);
    expect(status).toBe(201);
    expect(body.apiKey).toMatchObject({ name: 'a key', scopes: ['case:read', 'user:read'] });
    expect(body.key.startsWith(body.apiKey.prefix)).toBe(true);
    const me = (await client.get('/api/auth/me')).body;
    expect(me).toMatchObject({ kind: 'api-key', userId: partner.userId });
    expect(me.permissions.sort()).toEqual(['case:read', 'user:read']);
    expect((await client.get('/api/users')).status).toBe(200);
    expect((await client.get('/api/auth/api-keys')).status).toBe(403);
    const list = await partner.get('/api/auth/api-keys');
    expect(JSON.stringify(list.body)).not.toContain(body.key);
    const row = await server.database.db
      .selectFrom('api_keys')
      .select('key_hash')
      .where('id', '=', body.apiKey.id)
      .executeTakeFirstOrThrow();
    expect(row.key_hash).toEqual(createHash('sha256').update(body.key).digest());
  });

  it('hold no scope that their maker does not', async () => {
    const associate = await server.signInAs('associate');
    const { status, body } = await makeKey(associate, ['case:read', 'user:manage']);
    expect([status, body.code]).toEqual([403, 'AUTH_SCOPE_NOT_HELD']);
    expect(body.detail).toContain('user:manage');
    const narrow = await makeKey(admin, ['api-key:manage-own']);
    expect((await makeKey(narrow.client, ['user:manage'])).body.code).toBe('AUTH_SCOPE_NOT_HELD');
  });

  it('hold what their scopes need: a key that makes cases reads what it made', async () => {
    const partner = await server.signInAs('partner');
    const { status, body } = await makeKey(partner, ['case:create', 'docket:write']);
    expect([status, body.code]).toEqual([422, 'AUTH_SCOPES_INCOMPLETE']);
    expect(body.detail).toBe(
      'case:create needs case:read; docket:write needs case:read, docket:read.',
    );
    const { client } = await makeKey(partner, ['case:create', 'case:read']);
    const made = await client.post('/api/cases', { number: '1:24-cv-00009', title: 'A v. B' });
    expect([made.status, made.body.title]).toEqual([201, 'A v. B']);
  });

  it('die at once when they are deleted', async () => {
    const partner = await server.signInAs('partner');
    const { body, client } = await makeKey(partner, ['case:read']);
    expect((await client.get('/api/auth/me')).status).toBe(200);
    expect((await partner.delete(`/api/auth/api-keys/${body.apiKey.id}`)).status).toBe(204);
    expect((await client.get('/api/auth/me')).status).toBe(401);
    expect((await partner.get('/api/auth/api-keys')).body.items).toEqual([]);
  });

  it('can be neither seen nor deleted by anyone else', async () => {
    const [owner, stranger] = [await server.signInAs('partner'), await server.signInAs('partner')];
    const { body, client } = await makeKey(owner, ['case:read']);
    for (const other of [stranger, admin]) {
      const answer = await other.delete(`/api/auth/api-keys/${body.apiKey.id}`);
      expect([answer.status, answer.body.code]).toEqual([404, 'AUTH_API_KEY_NOT_FOUND']);
    }
    expect((await stranger.get('/api/auth/api-keys')).body.items).toEqual([]);
    expect((await client.get('/api/auth/me')).status).toBe(200);
  });

  it('lose what their owner loses, and die with the account', async () => {
    const user = await makeUser(admin, 'partner');
    const owner = await signIn(server, user.email);
    const { client } = await makeKey(owner, ['case:archive', 'case:read']);
    const path = `/api/users/${user.id}`;
    await admin.patch(path, { role: 'associate' }, { headers: { 'if-match': '"1"' } });
    expect((await client.get('/api/auth/me')).body.permissions).toEqual(['case:read']);
    await admin.patch(path, { disabled: true }, { headers: { 'if-match': '"2"' } });
    expect((await client.get('/api/auth/me')).status).toBe(401);
  });

  it('end when they expire', async () => {
    const partner = await server.signInAs('partner');
    const { body, client } = await makeKey(partner, ['case:read'], { expiresInDays: 1 });
    expect(Date.parse(body.apiKey.expiresAt)).toBeGreaterThan(Date.now() + 23 * 3_600_000);
    await sql`update api_keys set expires_at = now() - interval '1 second'
      where id = ${body.apiKey.id}`.execute(server.database.db);
    expect((await client.get('/api/auth/me')).status).toBe(401);
    expect((await partner.get('/api/auth/api-keys')).body.items).toEqual([]);
  });

  it('cannot end sessions or change the password of their owner', async () => {
    const { client } = await makeKey(await server.signInAs('partner'), ['api-key:manage-own']);
    const password = { currentPassword: 'x', newPassword: 'eight loud herons write law' };
    const answers = [
      await client.get('/api/auth/sessions'),
      await client.post('/api/auth/sign-out'),
      await client.post('/api/auth/password', password),
    ];
    expect(answers.map(({ body }) => body.code)).toEqual(Array(3).fill('AUTH_SESSION_NEEDED'));
  });

  it('are bounded for each user, also when made at once', async () => {
    const partner = await server.signInAs('partner');
    await sql`insert into api_keys (id, user_id, name, prefix, key_hash, scopes)
      select gen_random_uuid(), ${partner.userId}, 'k', 'lxk', sha256((${partner.userId} || n)::bytea),
        array['case:read'] from generate_series(2, ${API_KEYS_PER_USER}) as n`.execute(
      server.database.db,
    );
    const answers = await Promise.all([1, 2, 3].map(() => makeKey(partner, ['case:read'])));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  });

  it('are not for the roles that may hold none', async () => {
    const client = await server.signInAs('client');
    expect((await makeKey(client, ['case:read'])).status).toBe(403);
  });

  it.each([{ scopes: [] }, { scopes: ['no:such'] }, { scopes: ['case:read'], expiresInDays: 0 }])(
    'refuse a wrong request: %j',
    async (body) => {
      const answer = await admin.post('/api/auth/api-keys', { name: 'k', ...body });
      expect([answer.status, answer.body.code]).toEqual([400, 'HTTP_INVALID_INPUT']);
    },
  );
});
