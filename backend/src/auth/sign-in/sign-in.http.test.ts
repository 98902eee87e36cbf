import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { AuditLog } from '../../audit/audit-log.ts';
import { startTestServer, type TestServer } from '../../platform/http/testing/start-test-server.ts';
import { TestClient } from '../../platform/http/testing/test-client.ts';
import { PasswordHasher } from '../passwords/password-hasher.ts';
import { makeUser, testPassword } from '../testing/make-user.ts';

describe('sign-in', () => {
  let server: TestServer;
  let admin: TestClient;
  let address = 0;

  beforeAll(async () => {
    server = await startTestServer({ env: { TRUSTED_PROXIES: '127.0.0.1' } });
    admin = await server.signInAs('admin');
  });
  afterAll(() => server.close());

  const signIn = (email: string, password: string, headers: Record<string, string> = {}) =>
    server.anonymous.post(
      '/api/auth/sign-in',
      { email, password },
      { headers: { 'x-forwarded-for': `198.51.100.${++address % 250}`, ...headers } },
    );

  const row = async (email: string) => {
    const user = server.database.db.selectFrom('users').selectAll().where('email', '=', email);
    return await user.executeTakeFirstOrThrow();
  };

  it('answers a token that works as bearer and as cookie, and stores its hash only', async () => {
    const { email } = await makeUser(admin, 'associate');
    const answer = await signIn(email.toUpperCase(), testPassword);
    expect(answer.status).toBe(200);
    const { token, me, expiresAt } = answer.body;
    expect(me).toMatchObject({ kind: 'user', email, role: 'associate' });
    expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now() + 11 * 3_600_000);
    const bearer = new TestClient(server.url, token, null);
    expect((await bearer.get('/api/auth/me')).body.email).toBe(email);
    const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    const byCookie = await server.anonymous.get('/api/auth/me', { headers: { cookie } });
    expect(byCookie.body.email).toBe(email);
    const stored = await server.database.db
      .selectFrom('sessions')
      .innerJoin('users', 'users.id', 'sessions.user_id')
      .where('email', '=', email)
      .select('token_hash')
      .executeTakeFirstOrThrow();
    expect(stored.token_hash).toEqual(createHash('sha256').update(token).digest());
  });

  it('sets a cookie that scripts and other sites cannot use, bound to TLS behind a TLS proxy', async () => {
    const { email } = await makeUser(admin, 'associate');
    const plain = (await signIn(email, testPassword)).headers.get('set-cookie');
    expect(plain).toMatch(
      /^lexiflow_session=lxs_[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=2592000$/,
    );
    const behindTls = await signIn(email, testPassword, { 'x-forwarded-proto': 'https' });
    expect(behindTls.headers.get('set-cookie')).toMatch(/; Secure$/);
  });

  it('answers an unknown address, a wrong password and a disabled account alike', async () => {
    const { email } = await makeUser(admin, 'associate');
    const disabled = await makeUser(admin, 'associate');
    await admin.patch(
      `/api/users/${disabled.id}`,
      { disabled: true },
      { headers: { 'if-match': '"1"' } },
    );
    const answers = [
      await signIn('nobody@firm.example', testPassword),
      await signIn(email, 'not the password'),
      await signIn(disabled.email, testPassword),
    ];
    const shown = answers.map(({ status, body }) => ({ status, ...body, requestId: '' }));
    expect(shown[0]).toMatchObject({ status: 401, code: 'AUTH_INVALID_CREDENTIALS' });
    expect(shown[1]).toEqual(shown[0]);
    expect(shown[2]).toEqual(shown[0]);
  });

  it('locks after five wrong passwords, also for the right one, and opens when the time is over', async () => {
    const { email } = await makeUser(admin, 'associate');
    for (let count = 0; count < 5; count++) {
      expect((await signIn(email, `wrong ${count}`)).status).toBe(401);
    }
    const locked = await row(email);
    expect(locked.failed_sign_ins).toBe(5);
    expect(Date.parse(locked.locked_until ?? '')).toBeGreaterThan(Date.now() + 20_000);
    expect((await signIn(email, testPassword)).body.code).toBe('AUTH_INVALID_CREDENTIALS');
    await sql`update users set locked_until = now() - interval '1 second'
      where email = ${email}`.execute(server.database.db);
    expect((await signIn(email, testPassword)).status).toBe(200);
    expect(await row(email)).toMatchObject({ failed_sign_ins: 0, locked_until: null });
  });

  it('locks for twice as long when the next password after a lock is wrong again', async () => {
    const { email } = await makeUser(admin, 'associate');
    await sql`update users set failed_sign_ins = 5, locked_until = now() - interval '1 second'
      where email = ${email}`.execute(server.database.db);
    await signIn(email, 'wrong again');
    const { locked_until: lockedUntil } = await row(email);
    const lockMs = Date.parse(lockedUntil ?? '') - Date.now();
    expect(lockMs).toBeGreaterThan(50_000);
    expect(lockMs).toBeLessThanOrEqual(60_000);
  });

  it('records every failed attempt for the auditor, without the password', async () => {
    const user = await makeUser(admin, 'associate');
    await signIn(user.email, 'a wrong password');
    await signIn('stranger@firm.example', 'another wrong one');
    const auditor = await server.signInAs('operator');
    const { body } = await auditor.get('/api/audit?action=session.refused&limit=2');
    expect(body.items).toMatchObject([
      { actorKind: 'anonymous', objectId: null, details: { reason: 'unknown address' } },
      { actorKind: 'anonymous', objectId: user.id, details: { reason: 'wrong password' } },
    ]);
    expect(JSON.stringify(body)).not.toMatch(/wrong password"?,? ?a|another wrong/);
  });

  it('does the same work for an unknown address as for a wrong password', async () => {
    const { email } = await makeUser(admin, 'associate');
    const hasher = server.app.nest.get(PasswordHasher);
    const verify = vi.spyOn(hasher, 'verify');
    const recorded = vi.spyOn(server.app.nest.get(AuditLog), 'record');
    await signIn(email, 'wrong');
    await signIn('stranger2@firm.example', 'wrong');
    expect(verify.mock.calls).toEqual([
      [expect.stringContaining('$argon2id$'), 'wrong'],
      [null, 'wrong'],
    ]);
    // Background work may write too; each attempt leaves one record of the same kind.
    const refused = recorded.mock.calls.map((call) => call[2]?.action);
    expect(refused.filter((action) => action === 'session.refused')).toHaveLength(2);
    vi.restoreAllMocks();
  });

  it('counts attempts by outcome on the metrics page', async () => {
    const { email } = await makeUser(admin, 'associate');
    const accepted = async () => {
      const page = await admin.get<string>('/api/metrics');
      return Number(
        /lexiflow_auth_attempts_total\{outcome="accepted"\} (\d+)/.exec(page.body)?.[1],
      );
    };
    const before = await accepted();
    await signIn(email, testPassword);
    expect(await accepted()).toBe(before + 1);
  });

  it('reads no large body from a stranger', async () => {
    const answer = await signIn('a@b.example', 'x'.repeat(17 * 1024));
    expect([answer.status, answer.body.code]).toEqual([413, 'HTTP_BODY_TOO_LARGE']);
  });

  it('tells nothing about accounts when it refuses too many attempts', async () => {
    const { email } = await makeUser(admin, 'associate');
    for (const account of [email, 'unknown@firm.example']) {
      const statuses: number[] = [];
      for (let count = 0; count < 12; count++) {
        const answer = await signIn(account, 'wrong');
        statuses.push(answer.status);
        if (answer.status === 429) expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
      }
      expect(statuses.filter((status) => status === 401)).toHaveLength(10);
      expect(statuses.slice(10)).toEqual([429, 429]);
    }
  });

  it('refuses more than 30 attempts a minute from one address, whatever the account', async () => {
    const from = { 'x-forwarded-for': '203.0.113.7' };
    const statuses = await Promise.all(
      Array.from({ length: 32 }, (_, count) =>
        signIn(`guess${count}@firm.example`, 'wrong', from).then(({ status }) => status),
      ),
    );
    expect(statuses.filter((status) => status === 401)).toHaveLength(30);
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
  });

  it.each([
    [{ email: 'no address', password: 'x' }, 'body.email'],
    [{ email: 'a@b.example' }, 'body.password'],
    [{ email: 'a@b.example', password: 'x', admin: true }, 'body.admin'],
    [{ email: 'a@b.example', password: 'x'.repeat(201) }, 'body.password'],
    [{ email: ['a@b.example'], password: 'x' }, 'body.email'],
  ])('names the refused field of %j', async (body, path) => {
    const answer = await server.anonymous.post('/api/auth/sign-in', body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0].path).toBe(path);
  });
});

describe('tokens of the operator', () => {
  const adminToken = 'an-operator-token-of-more-than-32-characters';
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer({ env: { ADMIN_TOKEN: adminToken } });
  });
  afterAll(() => server.close());

  it('let the holder of ADMIN_TOKEN in as an administrator without a user', async () => {
    const { body } = await new TestClient(server.url, adminToken, null).get('/api/auth/me');
    expect(body).toMatchObject({ kind: 'admin-token', userId: null, role: 'admin', email: null });
  });

  it.each(['', 'lxs_', `${adminToken}x`, adminToken.slice(1), `lxs_${'a'.repeat(43)}`, 'lxl_x'])(
    'refuse %j',
    async (token) => {
      const { status } = await new TestClient(server.url, token, null).get('/api/auth/me');
      expect(status).toBe(401);
    },
  );

  it('own no sessions, keys or password', async () => {
    const operator = new TestClient(server.url, adminToken, null);
    expect((await operator.get('/api/auth/sessions')).body.code).toBe('AUTH_SESSION_NEEDED');
    expect((await operator.get('/api/auth/api-keys')).body.code).toBe('AUTH_USER_NEEDED');
    expect((await operator.post('/api/auth/sign-out')).body.code).toBe('AUTH_SESSION_NEEDED');
  });
});
