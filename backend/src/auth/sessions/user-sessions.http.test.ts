import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../platform/database/id.ts';
import { startTestServer, type TestServer } from '../../platform/http/testing/start-test-server.ts';
import { TestClient } from '../../platform/http/testing/test-client.ts';
import { makeUser, signIn } from '../testing/make-user.ts';

describe('the sessions of a user, for an administrator,', () => {
  let server: TestServer;
  let other: TestServer;
  let admin: TestClient;

  beforeAll(async () => {
    const env = { TRUSTED_PROXIES: '127.0.0.1' };
    server = await startTestServer({ env });
    other = await startTestServer({ env, database: server.database });
    admin = await server.signInAs('admin');
  });
  afterAll(async () => {
    await other.close();
    await server.close();
  });

  const statusOf = async (client: TestClient): Promise<number> =>
    (await client.get('/api/auth/me')).status;
  const there = ({ token, userId }: TestClient) => new TestClient(other.url, token, userId);

  it('are listed with their device, where they began and where they were used last', async () => {
    const user = await makeUser(admin, 'associate');
    const client = await signIn(server, user.email);
    await sql`update sessions set last_seen_at = now() - interval '5 minutes'
      where user_id = ${user.id}`.execute(server.database.db);
    await client.get('/api/auth/me', { headers: { 'x-forwarded-for': '203.0.113.9' } });
    const { body } = await admin.get(`/api/users/${user.id}/sessions?count=true`);
    expect(body.total).toBe(1);
    expect(body.items[0]).toMatchObject({
      device: 'node',
      ip: '127.0.0.1',
      lastIp: '203.0.113.9',
      current: false,
    });
    expect((await admin.get(`/api/users/${user.id}/sessions?limit=101`)).status).toBe(400);
  });

  it('die at once on every server, one by one or all', async () => {
    const user = await makeUser(admin, 'associate');
    const [first, second, third] = [
      await signIn(server, user.email),
      await signIn(server, user.email),
      await signIn(other, user.email),
    ];
    for (const client of [first, second, third, there(first), there(second)])
      expect(await statusOf(client)).toBe(200);
    const { body } = await admin.get(`/api/users/${user.id}/sessions`);
    const newest = body.items[0].id;
    expect((await admin.delete(`/api/users/${user.id}/sessions/${newest}`)).status).toBe(204);
    await expect.poll(() => statusOf(third)).toBe(401);
    expect(await statusOf(first)).toBe(200);
    const ended = await admin.delete(`/api/users/${user.id}/sessions`);
    expect([ended.status, ended.body]).toEqual([200, { ended: 2 }]);
    expect([await statusOf(first), await statusOf(second)]).toEqual([401, 401]);
    await expect.poll(() => statusOf(there(first))).toBe(401);
    await expect.poll(() => statusOf(there(second))).toBe(401);
    const audit = await admin.get(`/api/audit?objectId=${user.id}&action=session.all-revoked`);
    expect(audit.body.items).toMatchObject([{ actorId: admin.userId, details: { count: 2 } }]);
  });

  it('leave the own one when an administrator ends all of their own', async () => {
    const second = await server.signInAs('admin');
    expect((await second.delete(`/api/users/${second.userId}/sessions`)).body).toEqual({
      ended: 0,
    });
    expect(await statusOf(second)).toBe(200);
  });

  it('are not those of another user, or of nobody', async () => {
    const [user, stranger] = [await makeUser(admin, 'associate'), await makeUser(admin, 'partner')];
    await signIn(server, user.email);
    const { body } = await admin.get(`/api/users/${user.id}/sessions`);
    const wrong = await admin.delete(`/api/users/${stranger.id}/sessions/${body.items[0].id}`);
    expect(wrong.body.code).toBe('AUTH_SESSION_NOT_FOUND');
    expect((await admin.get(`/api/users/${newId()}/sessions`)).body.code).toBe('USER_NOT_FOUND');
    expect((await admin.delete(`/api/users/${newId()}/sessions`)).body.code).toBe('USER_NOT_FOUND');
  });

  it('cannot be ended by somebody who may do less than their owner', async () => {
    const partner = await server.signInAs('partner');
    const body = { permission: 'session:manage', scope: 'all', reason: 'a test of it' };
    expect((await admin.post(`/api/users/${partner.userId}/grants`, body)).status).toBe(201);
    const answer = await partner.delete(`/api/users/${admin.userId}/sessions`);
    expect([answer.status, answer.body.code]).toEqual([403, 'AUTHZ_ESCALATION']);
    expect(await statusOf(admin)).toBe(200);
  });

  it('are ended but one by their owner', async () => {
    const user = await makeUser(admin, 'associate');
    const [own, second] = [await signIn(server, user.email), await signIn(server, user.email)];
    expect((await own.delete('/api/auth/sessions')).body).toEqual({ ended: 1 });
    expect([await statusOf(own), await statusOf(second)]).toEqual([200, 401]);
  });
});
