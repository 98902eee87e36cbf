import { roles, type Permission, type Role } from '@lexiflow/contracts';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../platform/database/id.ts';
import { startTestServer, type TestServer } from '../platform/http/testing/start-test-server.ts';
import { TestClient } from '../platform/http/testing/test-client.ts';
import { Firm } from './testing/firm.ts';

describe('grants', () => {
  let server: TestServer;
  let admin: TestClient;
  let firm: Firm;

  beforeAll(async () => {
    server = await startTestServer();
    admin = await server.signInAs('admin');
    firm = new Firm(server.database);
  });
  afterAll(() => server.close());

  const give = (client: TestClient, permission: Permission, more: object) =>
    admin.post(`/api/users/${client.userId}/grants`, {
      permission,
      reason: 'a test of it',
      ...more,
    });
  const statusOf = async (client: TestClient, path: string): Promise<number> =>
    (await client.get(path)).status;
  const explain = async (client: TestClient, permission: Permission, caseId?: string) => {
    const on = caseId === undefined ? '' : `&caseId=${caseId}`;
    const path = `/api/access/explain?userId=${client.userId}&permission=${permission}${on}`;
    return (await admin.get(path)).body;
  };

  it('open one case to somebody who is not on its team, and close it when revoked', async () => {
    const ann = await server.signInAs('associate');
    const [granted, other] = [await firm.case('Grantable v. Roe'), await firm.case()];
    expect(await statusOf(ann, `/api/cases/${granted}`)).toBe(404);
    const made = await give(ann, 'case:read', { scope: 'case', caseId: granted });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ permission: 'case:read', caseId: granted, isLive: true });
    expect(await statusOf(ann, `/api/cases/${granted}`)).toBe(200);
    expect(await statusOf(ann, `/api/cases/${other}`)).toBe(404);
    const { body: list } = await ann.get('/api/cases?limit=100');
    expect(list.items.map(({ id }: { id: string }) => id)).toEqual([granted]);
    expect((await ann.get('/api/search?q=Grantable')).body.items).toHaveLength(1);
    const changed = await ann.patch(
      `/api/cases/${granted}`,
      { title: 'x' },
      { headers: { 'if-match': '"1"' } },
    );
    expect([changed.status, changed.body.code]).toEqual([403, 'AUTHZ_NOT_ALLOWED']);
    const path = `/api/users/${ann.userId}/grants/${made.body.id}`;
    expect((await admin.delete(path)).status).toBe(204);
    expect(await statusOf(ann, `/api/cases/${granted}`)).toBe(404);
    expect((await admin.delete(path)).body.code).toBe('AUTHZ_GRANT_NOT_FOUND');
    const { body: audit } = await admin.get(`/api/audit?objectId=${made.body.id}`);
    expect(audit.items.map(({ action }: { action: string }) => action)).toEqual([
      'grant.revoked',
      'grant.given',
    ]);
  });

  it('end by their time, on a viewer that is held in memory too', async () => {
    const ann = await server.signInAs('associate');
    const caseId = await firm.case();
    const made = await give(ann, 'case:read', { scope: 'case', caseId, expiresInHours: 1 });
    await sql`update permission_grants set expires_at = now() + interval '400 milliseconds'
      where id = ${made.body.id}`.execute(server.database.db);
    await server.database.transaction(async (trx) => {
      await sql`update users set access_version = access_version + 1
        where id = ${ann.userId}`.execute(trx);
      await sql`select pg_notify('lexiflow_access', ${ann.userId})`.execute(trx);
    });
    await expect.poll(() => statusOf(ann, `/api/cases/${caseId}`)).toBe(404);
    const { body } = await explain(ann, 'case:read', caseId).then((answer) => ({ body: answer }));
    expect(body.allowed).toBe(false);
    expect(JSON.stringify(body.steps)).toContain('ended at');
    const ended = await admin.get(`/api/users/${ann.userId}/grants?ended=true`);
    expect(ended.body.items).toMatchObject([{ id: made.body.id, isLive: false }]);
    expect((await admin.get(`/api/users/${ann.userId}/grants`)).body.items).toEqual([]);
  });

  it('hold for the scope they name: own, team, all', async () => {
    const ann = await server.signInAs('business-development');
    const [led, joined, foreign] = [await firm.case(), await firm.case(), await firm.case()];
    await firm.join(led, ann, 'lead');
    await firm.join(joined, ann);
    const seen = async () =>
      Promise.all([led, joined, foreign].map((id) => statusOf(ann, `/api/cases/${id}`)));
    expect(await seen()).toEqual([403, 403, 403]);
    const own = await give(ann, 'case:read', { scope: 'own' });
    expect(await seen()).toEqual([200, 404, 404]);
    const team = await give(ann, 'case:read', { scope: 'team' });
    expect(await seen()).toEqual([200, 200, 404]);
    await give(ann, 'case:read', { scope: 'all' });
    expect(await seen()).toEqual([200, 200, 200]);
    expect(new Set([own.status, team.status])).toEqual(new Set([201]));
  });

  it('never pass an ethical wall', async () => {
    const ann = await server.signInAs('associate');
    const caseId = await firm.case();
    await give(ann, 'case:read', { scope: 'case', caseId });
    await give(ann, 'case:read', { scope: 'all' });
    expect(await statusOf(ann, `/api/cases/${caseId}`)).toBe(200);
    await admin.post(`/api/cases/${caseId}/walls`, {
      userId: ann.userId,
      reason: 'former counsel',
    });
    expect(await statusOf(ann, `/api/cases/${caseId}`)).toBe(404);
    const explained = await explain(ann, 'case:read', caseId);
    expect(explained.allowed).toBe(false);
    expect(explained.steps).toContainEqual(
      expect.objectContaining({ kind: 'wall', verdict: 'denies' }),
    );
  });

  it('open sealed entries of the one case they name', async () => {
    const client = await server.signInAs('client');
    const cases = [await firm.case(), await firm.case()];
    const sealed = async (caseId: string): Promise<number> =>
      (await client.get(`/api/cases/${caseId}/docket`)).body.items.length;
    for (const caseId of cases) {
      await firm.join(caseId, client, 'client');
      const body = { filedOn: '2024-01-02', description: 'A sealed motion', sealed: true };
      expect((await admin.post(`/api/cases/${caseId}/docket`, body)).status).toBe(201);
      expect(await sealed(caseId)).toBe(0);
    }
    const [granted = '', other = ''] = cases;
    await give(client, 'docket:read-sealed', { scope: 'case', caseId: granted });
    expect([await sealed(granted), await sealed(other)]).toEqual([1, 0]);
    const count = async (caseId: string) =>
      (await client.get(`/api/cases/${caseId}`)).body.entryCount;
    expect([await count(granted), await count(other)]).toEqual([1, 0]);
    const hits = await client.get('/api/search?q=sealed%20motion&type=docket-entry');
    expect(hits.body.items.map((hit: { caseId: string }) => hit.caseId)).toEqual([granted]);
  });

  it('let somebody archive the one case they name, and no other of the team', async () => {
    const ann = await server.signInAs('associate');
    const cases = [await firm.case(), await firm.case()];
    for (const caseId of cases) await firm.join(caseId, ann);
    await give(ann, 'case:archive', { scope: 'case', caseId: cases[0] });
    const archive = async (caseId = '') =>
      (await ann.post(`/api/cases/${caseId}/archive`, {}, { headers: { 'if-match': '"1"' } }))
        .status;
    expect([await archive(cases[1]), await archive(cases[0])]).toEqual([403, 200]);
  });

  it('open routes beyond the role, for sessions and for keys whose scopes name them', async () => {
    const ann = await server.signInAs('associate');
    expect(await statusOf(ann, '/api/audit')).toBe(403);
    await give(ann, 'audit:read', { scope: 'all' });
    expect(await statusOf(ann, '/api/audit')).toBe(200);
    expect((await ann.get('/api/auth/me')).body.permissions).toContain('audit:read');
    const key = async (scopes: Permission[]): Promise<TestClient> => {
      const made = await ann.post('/api/auth/api-keys', { name: 'k', scopes });
      return new TestClient(server.url, made.body.key, ann.userId);
    };
    expect(await statusOf(await key(['audit:read']), '/api/audit')).toBe(200);
    expect(await statusOf(await key(['client:read']), '/api/audit')).toBe(403);
  });

  it('are given on every instance at once', async () => {
    const other = await startTestServer({ database: server.database });
    try {
      const ann = await server.signInAs('associate');
      const there = new TestClient(other.url, ann.token, ann.userId);
      const caseId = await firm.case();
      expect(await statusOf(there, `/api/cases/${caseId}`)).toBe(404);
      const made = await give(ann, 'case:read', { scope: 'case', caseId });
      await expect.poll(() => statusOf(there, `/api/cases/${caseId}`)).toBe(200);
      await admin.delete(`/api/users/${ann.userId}/grants/${made.body.id}`);
      await expect.poll(() => statusOf(there, `/api/cases/${caseId}`)).toBe(404);
    } finally {
      await other.close();
    }
  });

  it('cannot go beyond what their giver holds or what fits the user', async () => {
    const ann = await server.signInAs('associate');
    const client = await server.signInAs('client');
    const caseId = await firm.case();
    const code = async (user: TestClient, permission: Permission, more: object) =>
      (await give(user, permission, more)).body.code;
    expect(await code(ann, 'audit:read', { scope: 'team' })).toBe('AUTHZ_GRANT_UNFIT');
    expect(await code(ann, 'case:read', { scope: 'case' })).toBe('HTTP_INVALID_INPUT');
    expect(await code(ann, 'case:read', { scope: 'all', caseId })).toBe('HTTP_INVALID_INPUT');
    expect(await code(ann, 'case:read', { scope: 'case', caseId: newId() })).toBe(
      'AUTHZ_CASE_NOT_FOUND',
    );
    expect(await code(client, 'case:read', { scope: 'all' })).toBe('AUTHZ_GRANT_UNFIT');
    expect(await code(client, 'case:change', { scope: 'case', caseId })).toBe('AUTHZ_GRANT_UNFIT');
    expect((await give(ann, 'case:read', { scope: 'all' })).status).toBe(201);
    expect(await code(ann, 'case:read', { scope: 'all' })).toBe('AUTHZ_GRANT_EXISTS');
    // Somebody with the right to give, but without the permission they give.
    const giver = await server.signInAs('partner');
    await give(giver, 'grant:manage', { scope: 'all' });
    const body = { permission: 'audit:read', scope: 'all', reason: 'a test of it' };
    const answer = await giver.post(`/api/users/${ann.userId}/grants`, body);
    expect([answer.status, answer.body.code]).toEqual([403, 'AUTHZ_ESCALATION']);
  });

  it('tell nobody of a case that is hidden from them', async () => {
    const [ann, partner] = [await server.signInAs('associate'), await server.signInAs('partner')];
    const caseId = await firm.case();
    await give(ann, 'case:read', { scope: 'case', caseId });
    const listed = async () =>
      (await partner.get(`/api/users/${ann.userId}/grants?count=true`)).body.total;
    expect(await listed()).toBe(1);
    expect((await partner.get(`/api/cases/${caseId}/grants`)).body.items).toHaveLength(1);
    await admin.post(`/api/cases/${caseId}/walls`, { userId: partner.userId, reason: 'conflict' });
    expect(await listed()).toBe(0);
    expect(await statusOf(partner, `/api/cases/${caseId}/grants`)).toBe(404);
    const path = `/api/access/explain?userId=${ann.userId}&permission=case:read&caseId=${caseId}`;
    expect(await statusOf(partner, path)).toBe(404);
  });

  it('show the table of roles to those who may ask', async () => {
    const { body } = await admin.get('/api/access/roles');
    expect(body.items.map(({ role }: { role: Role }) => role)).toEqual([...roles]);
    expect(await statusOf(await server.signInAs('associate'), '/api/access/roles')).toBe(403);
  });

  it('are explained as the rule decides, part by part, for every role and standing', async () => {
    const asked: Permission[] = ['case:read', 'case:change', 'docket:read-sealed'];
    for (const role of roles) {
      const client = await server.signInAs(role);
      const [foreign, led, walled, granted] = [
        await firm.case(),
        await firm.case(),
        await firm.case(),
        await firm.case(),
      ];
      await firm.join(led, client, role === 'client' ? 'client' : 'lead');
      await firm.join(walled, client, role === 'client' ? 'client' : 'member');
      await firm.wall(walled, client);
      await give(client, 'docket:read-sealed', { scope: 'case', caseId: granted });
      for (const caseId of [foreign, led, walled, granted]) {
        const mayRead = (await statusOf(client, `/api/cases/${caseId}`)) === 200;
        for (const permission of asked) {
          const { allowed, steps } = await explain(client, permission, caseId);
          const verdicts = steps.map((step: { verdict: string }) => step.verdict);
          const name = `${role} ${permission}: ${JSON.stringify(steps)}`;
          expect(allowed, name).toBe(verdicts.includes('allows') && !verdicts.includes('denies'));
          if (permission === 'case:read') expect(allowed, name).toBe(mayRead);
          if (!mayRead) expect(allowed, name).toBe(false);
        }
      }
    }
  });
});
