import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestServer, type TestServer } from '../../platform/http/testing/start-test-server.ts';
import type { TestClient } from '../../platform/http/testing/test-client.ts';
import { RESETS_PER_ACCOUNT } from '../auth.limits.ts';
import { makeUser, signIn, testPassword } from '../testing/make-user.ts';

const SOON = { timeout: 20_000, interval: 50 };
const next = 'nine green kettles whistle softly';

describe('a forgotten passphrase', () => {
  let server: TestServer;
  let admin: TestClient;
  let addresses = 0;
  beforeAll(async () => {
    server = await startTestServer({ env: { TRUSTED_PROXIES: 'loopback' } });
    admin = await server.signInAs('admin');
  });
  afterAll(() => server.close());

  const headers = () => ({ 'x-forwarded-for': `192.0.2.${(addresses += 1) % 250}` });
  const ask = (email: string) =>
    server.anonymous.post('/api/auth/password-reset', { email }, { headers: headers() });
  const complete = (token: string, newPassword: string) =>
    server.anonymous.post(
      '/api/auth/password-reset/complete',
      { token, newPassword },
      { headers: headers() },
    );
  const mailsTo = async (email: string, template: string) =>
    (await admin.get(`/api/email/messages?address=${email}&template=${template}&state=written`))
      .body.items;
  /** The tokens of all links sent to an address, the oldest first. */
  const tokensOf = async (email: string, count: number): Promise<string[]> => {
    await vi.waitFor(
      async () => expect(await mailsTo(email, 'password-reset')).toHaveLength(count),
      SOON,
    );
    const folder = join(server.platform.config.server.dataDir, 'outbox');
    const texts = await Promise.all(
      (await readdir(folder)).toSorted().map((name) => readFile(join(folder, name), 'utf8')),
    );
    const own = texts.filter((text) => text.includes(`<${email}>`) && text.includes('/reset#'));
    return own.map((text) => /token=3D(lxr_[\w-]+)/.exec(text.replaceAll('=\r\n', ''))?.[1] ?? '');
  };

  it('is replaced by the link sent to the address, once, and every session ends', async () => {
    const user = await makeUser(admin, 'associate');
    const before = await signIn(server, user.email);
    expect(await ask(user.email)).toMatchObject({ status: 202, body: '' });
    const [token = ''] = await tokensOf(user.email, 1);
    expect((await complete(token, next)).status).toBe(204);
    expect((await before.get('/api/auth/me')).status).toBe(401);
    await signIn(server, user.email, next);
    await expect(signIn(server, user.email, testPassword)).rejects.toThrow();
    const again = await complete(token, testPassword);
    expect([again.status, again.body.code]).toEqual([403, 'AUTH_RESET_LINK_INVALID']);
    const { body: audit } = await admin.get('/api/audit?action=user.password-reset');
    expect(audit.items[0]).toMatchObject({ objectId: user.id, actorName: user.name });
  });

  it('stands in the database as a hash only, and in no log', async () => {
    const user = await makeUser(admin, 'associate');
    await ask(user.email);
    const [token = ''] = await tokensOf(user.email, 1);
    const [mail] = await mailsTo(user.email, 'password-reset');
    const { body } = await admin.get(`/api/email/messages/${mail.id}`);
    expect(body.text).toContain('one-time link');
    expect(JSON.stringify(body)).not.toContain(token);
    const { rows } = await sql<{ text: string }>`select e::text as text from emails as e
      union all select r::text from password_resets as r
      union all select j.data::text from pgboss.job as j`.execute(server.database.db);
    expect(rows.filter(({ text }) => text?.includes(token.slice(4)))).toEqual([]);
  });

  it('is asked for with the same answer when there is no such account', async () => {
    const user = await makeUser(admin, 'associate');
    const [known, unknown] = [await ask(user.email), await ask('nobody@firm.example')];
    expect([unknown.status, unknown.body]).toEqual([known.status, known.body]);
    await tokensOf(user.email, 1);
    expect(await mailsTo('nobody@firm.example', 'password-reset')).toEqual([]);
  });

  it('sends nothing to a disabled account, and its link is worth nothing', async () => {
    const user = await makeUser(admin, 'associate');
    await ask(user.email);
    const [token = ''] = await tokensOf(user.email, 1);
    const version = { 'if-match': `"${user.version}"` };
    await admin.patch(`/api/users/${user.id}`, { disabled: true }, { headers: version });
    expect((await complete(token, next)).status).toBe(403);
    await ask(user.email);
    await vi.waitFor(async () => {
      const { rows } = await sql<{ open: number }>`select count(*)::int as open from pgboss.job
        where name = 'auth.password-reset' and state <> 'completed'`.execute(server.database.db);
      expect(rows[0]?.open).toBe(0);
    }, SOON);
    expect(await mailsTo(user.email, 'password-reset')).toHaveLength(1);
  });

  it('has links that end with the hour and with any other change of the passphrase', async () => {
    const user = await makeUser(admin, 'associate');
    await ask(user.email);
    await ask(user.email);
    const [first = '', second = ''] = await tokensOf(user.email, 2);
    const age = sql`update password_resets set expires_at = now() - interval '1 second'
      where token_hash = sha256(convert_to(${first}, 'UTF8'))`;
    await age.execute(server.database.db);
    expect((await complete(first, next)).status).toBe(403);
    const version = { 'if-match': `"${user.version}"` };
    await admin.patch(`/api/users/${user.id}`, { password: next }, { headers: version });
    expect((await complete(second, testPassword)).status).toBe(403);
  });

  it('refuses a passphrase that is the own name and keeps the link', async () => {
    const user = await makeUser(admin, 'associate');
    await ask(user.email);
    const [token = ''] = await tokensOf(user.email, 1);
    expect((await complete(token, user.email)).body.code).toBe('USER_WEAK_PASSWORD');
    expect((await complete(token, next)).status).toBe(204);
  });

  it('is asked for a few times an hour, for known and unknown accounts alike', async () => {
    for (const email of ['often@firm.example', (await makeUser(admin, 'associate')).email]) {
      for (let index = 0; index < RESETS_PER_ACCOUNT; index++)
        expect((await ask(email)).status).toBe(202);
      const refused = await ask(email);
      expect([refused.status, refused.body.code]).toEqual([429, 'AUTH_TOO_MANY_ATTEMPTS']);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    }
  });

  it('of a new user is not in the welcome', async () => {
    const user = await makeUser(admin, 'associate');
    await vi.waitFor(
      async () => expect(await mailsTo(user.email, 'welcome')).toHaveLength(1),
      SOON,
    );
    const [mail] = await mailsTo(user.email, 'welcome');
    const { body } = await admin.get(`/api/email/messages/${mail.id}`);
    expect(body.text).toContain(`Sign in as: ${user.email}`);
    expect(body.text).not.toContain(testPassword);
  });
});
