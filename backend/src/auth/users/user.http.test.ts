import { roles } from '@lexiflow/contracts';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../platform/database/id.ts';
import { startTestServer, type TestServer } from '../../platform/http/testing/start-test-server.ts';
import { TestClient } from '../../platform/http/testing/test-client.ts';
import { makeUser, signIn, testPassword } from '../testing/make-user.ts';

const version = (number: number) => ({ headers: { 'if-match': `"${number}"` } });

describe('users', () => {
  let server: TestServer;
  let admin: TestClient;

  beforeAll(async () => {
    server = await startTestServer();
    admin = await server.signInAs('admin');
  });
  afterAll(() => server.close());

  it.each(roles)('of the role %s are made by an administrator and can sign in', async (role) => {
    const user = await makeUser(admin, role);
    expect(user).toMatchObject({ role, disabled: false, version: 1 });
    expect(user).not.toHaveProperty('passwordHash');
    const client = await signIn(server, user.email);
    expect((await client.get('/api/auth/me')).body.role).toBe(role);
  });

  it('are listed by name with paging, count and a literal search', async () => {
    const mark = newId().slice(-8);
    for (const name of [`B_${mark}`, `a ${mark}`, `C ${mark}`]) {
      const email = `${newId()}@list.example`;
      await admin.post('/api/users', { email, name, role: 'client', password: testPassword });
    }
    const names = (body: { items: { name: string }[] }) => body.items.map(({ name }) => name);
    const all = await admin.get(`/api/users?q=${mark}&count=true`);
    expect(names(all.body)).toEqual([`a ${mark}`, `B_${mark}`, `C ${mark}`]);
    expect(all.body.total).toBe(3);
    expect(names((await admin.get(`/api/users?q=B_${mark}`)).body)).toEqual([`B_${mark}`]);
    expect(names((await admin.get(`/api/users?q=a_${mark}`)).body)).toEqual([]);
    const first = await admin.get(`/api/users?q=${mark}&limit=2`);
    const rest = await admin.get(`/api/users?q=${mark}&limit=2&cursor=${first.body.nextCursor}`);
    expect([...names(first.body), ...names(rest.body)]).toEqual(names(all.body));
  });

  it('show one user with its version as ETag, and 404 for an unknown id', async () => {
    const user = await makeUser(admin, 'client');
    const found = await admin.get(`/api/users/${user.id}`);
    expect([found.body.id, found.headers.get('etag')]).toEqual([user.id, '"1"']);
    expect((await admin.get(`/api/users/${newId()}`)).body.code).toBe('USER_NOT_FOUND');
    expect((await admin.get('/api/users/1')).body.code).toBe('HTTP_INVALID_INPUT');
  });

  it('are not made twice with one address, in whatever case', async () => {
    const { email } = await makeUser(admin, 'client');
    const body = {
      email: email.toUpperCase(),
      name: 'Twin',
      role: 'client',
      password: testPassword,
    };
    const answer = await admin.post('/api/users', body);
    expect([answer.status, answer.body.code]).toEqual([409, 'USER_EMAIL_TAKEN']);
  });

  it('are changed at the version that was read', async () => {
    const { id } = await makeUser(admin, 'client');
    const path = `/api/users/${id}`;
    expect((await admin.patch(path, { name: 'New' })).status).toBe(428);
    const changed = await admin.patch(path, { name: 'New' }, version(1));
    expect([changed.status, changed.body.name, changed.headers.get('etag')]).toEqual([
      200,
      'New',
      '"2"',
    ]);
    expect((await admin.patch(path, { name: 'Late' }, version(1))).status).toBe(412);
    expect((await admin.get(path)).body.name).toBe('New');
  });

  it.each([
    ['another role', { role: 'paralegal' }],
    ['disabling', { disabled: true }],
    ['a new password', { password: 'eight loud herons write law' }],
  ])('lose their open sessions at once by %s', async (_what, change) => {
    const user = await makeUser(admin, 'associate');
    const client = await signIn(server, user.email);
    expect((await client.get('/api/auth/me')).status).toBe(200);
    expect((await admin.patch(`/api/users/${user.id}`, change, version(1))).status).toBe(200);
    expect((await client.get('/api/auth/me')).status).toBe(401);
  });

  it('keep their sessions when only the name changes', async () => {
    const user = await makeUser(admin, 'associate');
    const client = await signIn(server, user.email);
    await admin.patch(`/api/users/${user.id}`, { name: 'Ada' }, version(1));
    expect((await client.get('/api/auth/me')).body.name).toBe('Ada');
  });

  it('never lose their last enabled administrator, also when two go at once', async () => {
    const own = await startTestServer();
    try {
      const first = await own.signInAs('admin');
      const second = await own.signInAs('admin');
      await own.signInAs('partner');
      const out = (by: TestClient, id: string | null, change: object) =>
        by.patch(`/api/users/${id}`, change, version(1));
      const both = await Promise.all([
        out(first, first.userId, { disabled: true }),
        out(second, second.userId, { role: 'partner' }),
      ]);
      expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect(both.find(({ status }) => status === 409)?.body.code).toBe('USER_LAST_ADMIN');
      const { rows } = await sql<{ n: number }>`select count(*) as n from users
        where role = 'admin' and disabled_at is null`.execute(own.database.db);
      expect(rows).toEqual([{ n: 1 }]);
    } finally {
      await own.close();
    }
  });

  it('are managed by no role but admin', async () => {
    const user = await makeUser(admin, 'client');
    for (const role of roles.filter((name) => name !== 'admin')) {
      const client = await server.signInAs(role);
      const body = { email: `${role}@x.example`, name: role, role, password: testPassword };
      expect((await client.post('/api/users', body)).status, role).toBe(403);
      const change = await client.patch(`/api/users/${user.id}`, { role: 'admin' }, version(1));
      expect(change.status, role).toBe(403);
    }
  });

  it('cannot be raised or taken over with a key that may do less than they', async () => {
    const made = await admin.post('/api/auth/api-keys', {
      name: 'narrow',
      scopes: ['user:manage', 'user:read'],
    });
    const key = new TestClient(server.url, made.body.key, admin.userId);
    const body = { email: 'x@x.example', name: 'X', role: 'admin', password: testPassword };
    expect((await key.post('/api/users', body)).body.code).toBe('AUTHZ_ESCALATION');
    const user = await makeUser(admin, 'partner');
    const password = { password: 'eight loud herons write law' };
    const taken = await key.patch(`/api/users/${user.id}`, password, version(1));
    expect([taken.status, taken.body.code]).toEqual([403, 'AUTHZ_ESCALATION']);
  });

  it('leave a record of every change, without passwords', async () => {
    const user = await makeUser(admin, 'associate');
    const change = { role: 'partner', password: 'eight loud herons write law' };
    await admin.patch(`/api/users/${user.id}`, change, version(1));
    const { body } = await admin.get(`/api/audit?objectType=user&objectId=${user.id}`);
    expect(body.items).toMatchObject([
      {
        action: 'user.changed',
        actorId: admin.userId,
        details: { role: { from: 'associate', to: 'partner' }, newPassword: true },
      },
      { action: 'user.created', details: { email: user.email, role: 'associate' } },
    ]);
    expect(JSON.stringify(body)).not.toMatch(/otters|herons|argon2/);
  });

  it.each([
    { password: 'short' },
    { password: 'aaaaaaaaaaaaaaaa' },
    { email: 'nobody' },
    { role: 'owner' },
    { name: '' },
    { extra: 1 },
  ])('refuse to be made with %j', async (wrong) => {
    const body = { email: 'n@n.example', name: 'N', role: 'client', password: testPassword };
    const answer = await admin.post('/api/users', { ...body, ...wrong });
    expect([400, 422]).toContain(answer.status);
  });
});
