import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../platform/database/id.ts';
import { startTestServer, type TestServer } from '../../platform/http/testing/start-test-server.ts';
import { TestClient } from '../../platform/http/testing/test-client.ts';
import { makeUser, signIn, testPassword } from '../testing/make-user.ts';

describe('sessions', () => {
  let server: TestServer;
  let admin: TestClient;

  beforeAll(async () => {
    server = await startTestServer();
    admin = await server.signInAs('admin');
  });
  afterAll(() => server.close());

  const sessionOf = async (client: TestClient): Promise<string> => {
    const { body } = await client.get('/api/auth/sessions');
    return body.items.find((session: { current: boolean }) => session.current).id;
  };

  /** Runs a statement on the sessions of a user and makes the server read them anew. */
  const age = async (userId: string | null, seen: string, expires: string): Promise<void> => {
    await sql`update sessions set last_seen_at = now() - ${seen}::interval,
      expires_at = now() + ${expires}::interval where user_id = ${userId}`.execute(
      server.database.db,
    );
  };

  it('are listed for their owner only, newest first, with the own one marked', async () => {
    const user = await makeUser(admin, 'associate');
    const first = await signIn(server, user.email);
    const second = await signIn(server, user.email);
    const { body } = await second.get('/api/auth/sessions?count=true');
    expect(body.total).toBe(2);
    expect(body.items.map(({ current }: { current: boolean }) => current)).toEqual([true, false]);
    expect(Object.keys(body.items[0]).sort()).toEqual(
      ['createdAt', 'current', 'device', 'expiresAt', 'id', 'ip', 'lastIp', 'lastSeenAt'].sort(),
    );
    const paged = await first.get('/api/auth/sessions?limit=1');
    const rest = await first.get(`/api/auth/sessions?limit=1&cursor=${paged.body.nextCursor}`);
    expect([...paged.body.items, ...rest.body.items].map(({ id }) => id)).toEqual(
      body.items.map(({ id }: { id: string }) => id),
    );
    expect(rest.body.nextCursor).toBeNull();
  });

  it('die at once when their owner ends them', async () => {
    const user = await makeUser(admin, 'associate');
    const [first, second] = [await signIn(server, user.email), await signIn(server, user.email)];
    expect((await first.get('/api/auth/me')).status).toBe(200);
    const ended = await second.delete(`/api/auth/sessions/${await sessionOf(first)}`);
    expect(ended.status).toBe(204);
    expect((await first.get('/api/auth/me')).status).toBe(401);
    expect((await second.get('/api/auth/me')).status).toBe(200);
  });

  it('die at once on another server of the same database', async () => {
    const other = await startTestServer({ database: server.database });
    try {
      const user = await makeUser(admin, 'associate');
      const here = await signIn(server, user.email);
      const there = new TestClient(other.url, here.token, here.userId);
      expect((await there.get('/api/auth/me')).status).toBe(200);
      await here.post('/api/auth/sign-out');
      await expect
        .poll(async () => (await there.get('/api/auth/me')).status, { timeout: 2_000 })
        .toBe(401);
    } finally {
      await other.close();
    }
  });

  it('end at sign-out, and the cookie with them', async () => {
    const user = await makeUser(admin, 'associate');
    const client = await signIn(server, user.email);
    const answer = await client.post('/api/auth/sign-out');
    expect(answer.status).toBe(204);
    expect(answer.headers.get('set-cookie')).toMatch(/^lexiflow_session=; .*Max-Age=0/);
    expect((await client.get('/api/auth/me')).status).toBe(401);
  });

  it('cannot be ended by anyone else', async () => {
    const user = await makeUser(admin, 'associate');
    const owner = await signIn(server, user.email);
    const id = await sessionOf(owner);
    for (const stranger of [await server.signInAs('partner'), admin]) {
      const answer = await stranger.delete(`/api/auth/sessions/${id}`);
      expect(answer.status).toBe(404);
      expect(answer.body.code).toBe('AUTH_SESSION_NOT_FOUND');
    }
    const unknown = await admin.delete(`/api/auth/sessions/${newId()}`);
    expect(unknown.body.code).toBe('AUTH_SESSION_NOT_FOUND');
    expect((await owner.get('/api/auth/me')).status).toBe(200);
  });

  it('end 12 hours after the last request, and 30 days after sign-in at the latest', async () => {
    const { userId, token } = await server.signInAs('associate');
    await age(userId, '5 minutes', '1 hour');
    await new TestClient(server.url, token, null).get('/api/auth/me');
    const hoursLeft = async (): Promise<number> => {
      const { rows } = await sql<{ hours: number }>`select
        (extract(epoch from expires_at - now()) / 3600)::float8 as hours from sessions
        where user_id = ${userId}`.execute(server.database.db);
      return rows[0]?.hours ?? 0;
    };
    expect(await hoursLeft()).toBeCloseTo(12, 1);
    await sql`update sessions set created_at = now() - interval '29 days 23 hours'
      where user_id = ${userId}`.execute(server.database.db);
    const second = await server.signInAs('associate');
    await sql`update sessions set created_at = now() - interval '29 days 23 hours',
      last_seen_at = now() - interval '5 minutes' where user_id = ${second.userId}`.execute(
      server.database.db,
    );
    await second.get('/api/auth/me');
    const { rows } = await sql<{ hours: number }>`select
      (extract(epoch from expires_at - now()) / 3600)::float8 as hours from sessions
      where user_id = ${second.userId}`.execute(server.database.db);
    expect(rows[0]?.hours).toBeCloseTo(1, 1);
  });

  it('are refused once expired', async () => {
    const client = await server.signInAs('associate');
    await age(client.userId, '13 hours', '-1 second');
    expect((await client.get('/api/auth/me')).status).toBe(401);
  });

  it('note when they were last seen at most once a minute', async () => {
    const client = await server.signInAs('associate');
    const seen = async (): Promise<string> => {
      const session = server.database.db.selectFrom('sessions').select('last_seen_at');
      return (await session.where('user_id', '=', client.userId).executeTakeFirstOrThrow())
        .last_seen_at;
    };
    const before = await seen();
    await client.get('/api/auth/me');
    await client.get('/api/auth/me');
    expect(await seen()).toBe(before);
  });

  it('are kept to 100 a user: the oldest gives way', async () => {
    const user = await makeUser(admin, 'associate');
    const first = await signIn(server, user.email);
    await sql`insert into sessions (id, user_id, token_hash, device, ip, expires_at)
      select gen_random_uuid(), ${user.id}, sha256(n::text::bytea), 'd', '::1', now() + interval '1 day'
      from generate_series(1, 99) as n`.execute(server.database.db);
    const last = await signIn(server, user.email);
    expect((await first.get('/api/auth/me')).status).toBe(401);
    expect((await last.get('/api/auth/sessions?count=true')).body.total).toBe(100);
  });

  it('of others end with a new password, the own one stays', async () => {
    const user = await makeUser(admin, 'associate');
    const [own, other] = [await signIn(server, user.email), await signIn(server, user.email)];
    expect((await other.get('/api/auth/me')).status).toBe(200);
    const newPassword = 'eight loud herons write law';
    const body = { currentPassword: testPassword, newPassword };
    expect((await own.post('/api/auth/password', body)).status).toBe(204);
    expect((await own.get('/api/auth/me')).status).toBe(200);
    expect((await other.get('/api/auth/me')).status).toBe(401);
    expect((await signIn(server, user.email, newPassword)).token).toMatch(/^lxs_/);
    const old = { email: user.email, password: testPassword };
    expect((await server.anonymous.post('/api/auth/sign-in', old)).status).toBe(401);
  });

  it('change no password without the current one, nor to a weak one', async () => {
    const user = await makeUser(admin, 'associate');
    const client = await signIn(server, user.email);
    const change = (currentPassword: string, newPassword: string) =>
      client.post('/api/auth/password', { currentPassword, newPassword });
    expect((await change('wrong', 'eight loud herons write law')).body.code).toBe(
      'AUTH_WRONG_PASSWORD',
    );
    expect((await change(testPassword, user.email)).body.code).toBe('USER_WEAK_PASSWORD');
    expect((await change(testPassword, 'short')).body.code).toBe('HTTP_INVALID_INPUT');
    const row = await server.database.db
      .selectFrom('users')
      .select('failed_sign_ins')
      .where('id', '=', user.id)
      .executeTakeFirstOrThrow();
    expect(row.failed_sign_ins).toBe(1);
  });
});
