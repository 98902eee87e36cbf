import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../platform/http/testing/start-test-server.ts';
import { TestClient } from '../../platform/http/testing/test-client.ts';
import { testPassword } from '../testing/make-user.ts';
import { FirstRun } from './first-run.ts';

describe('the first-run link', () => {
  let server: TestServer;
  let firstRun: FirstRun;

  beforeAll(async () => {
    server = await startTestServer();
    firstRun = server.app.nest.get(FirstRun);
  });
  beforeEach(async () => {
    for (const table of ['sessions', 'users', 'setup_links'])
      await sql`delete from ${sql.table(table)}`.execute(server.database.db);
  });
  afterAll(() => server.close());

  const token = async (): Promise<string> => {
    const link = await firstRun.firstRunLink(3000);
    return new URL(link ?? 'none:').hash.replace('#token=', '');
  };
  const setup = (withToken: string, email = 'ada@firm.example') =>
    server.anonymous.post('/api/auth/setup', {
      token: withToken,
      email,
      name: 'Ada Lovelace',
      password: testPassword,
    });

  it('makes the first administrator, who is signed in at once', async () => {
    expect((await server.anonymous.get('/api/auth/setup')).body).toEqual({ needed: true });
    expect(await firstRun.firstRunLink(3000)).toMatch(
      /^http:\/\/localhost:3000\/setup#token=lxu_[\w-]{43}$/,
    );
    const answer = await setup(await token());
    expect(answer.status).toBe(201);
    expect(answer.headers.get('set-cookie')).toContain('HttpOnly');
    const me = await new TestClient(server.url, answer.body.token, null).get('/api/auth/me');
    expect(me.body).toMatchObject({ role: 'admin', email: 'ada@firm.example', kind: 'user' });
    expect((await server.anonymous.get('/api/auth/setup')).body).toEqual({ needed: false });
    expect(await firstRun.firstRunLink(3000)).toBeNull();
  });

  it('is stored as a hash only', async () => {
    const secret = await token();
    const { rows } = await sql`select * from setup_links`.execute(server.database.db);
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(secret);
  });

  it('works once, and no other link works once an administrator exists', async () => {
    const [first, second] = [await token(), await token()];
    expect((await setup(first)).status).toBe(201);
    for (const link of [first, second]) {
      const answer = await setup(link, 'eve@firm.example');
      expect([answer.status, answer.body.code]).toEqual([409, 'AUTH_SETUP_DONE']);
    }
  });

  it('makes one administrator when two links, or one twice, are used at once', async () => {
    const [first, second] = [await token(), await token()];
    const answers = await Promise.all([
      setup(first, 'a@firm.example'),
      setup(second, 'b@firm.example'),
      setup(first, 'c@firm.example'),
    ]);
    // A late one finds its link used (403) or an administrator there (409).
    const [made, ...refused] = answers.map(({ status }) => status).sort();
    expect(made).toBe(201);
    for (const status of refused) expect([403, 409]).toContain(status);
    const { rows } = await sql<{ n: number }>`select count(*) as n from users`.execute(
      server.database.db,
    );
    expect(rows).toEqual([{ n: 1 }]);
  });

  it('is refused when unknown or older than a day', async () => {
    const unknown = await setup(`lxu_${'a'.repeat(43)}`);
    expect([unknown.status, unknown.body.code]).toEqual([403, 'AUTH_SETUP_LINK_INVALID']);
    const old = await token();
    await sql`update setup_links set expires_at = now() - interval '1 second'`.execute(
      server.database.db,
    );
    expect((await setup(old)).body.code).toBe('AUTH_SETUP_LINK_INVALID');
  });

  it('stays usable when the request was refused for another reason', async () => {
    const link = await token();
    const body = { token: link, email: 'ada@firm.example', name: 'Ada', password: 'aaaaaaaaaaaa' };
    expect((await server.anonymous.post('/api/auth/setup', body)).body.code).toBe(
      'USER_WEAK_PASSWORD',
    );
    expect((await setup(link)).status).toBe(201);
  });

  it('is kept ten times at most, however often the server starts', async () => {
    const oldest = await token();
    for (let count = 0; count < 12; count++) await token();
    const { rows } = await sql`select 1 from setup_links`.execute(server.database.db);
    expect(rows).toHaveLength(10);
    expect((await setup(oldest)).body.code).toBe('AUTH_SETUP_LINK_INVALID');
  });

  it('is wanted again when the only administrator has been disabled by hand', async () => {
    await setup(await token());
    await sql`update users set disabled_at = now()`.execute(server.database.db);
    expect((await setup(await token(), 'eve@firm.example')).status).toBe(201);
  });
});
