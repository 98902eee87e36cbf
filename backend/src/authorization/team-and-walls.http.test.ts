import { roles } from '@lexiflow/contracts';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../platform/database/id.ts';
import { startTestServer, type TestServer } from '../platform/http/testing/start-test-server.ts';
import { TestClient } from '../platform/http/testing/test-client.ts';
import { Firm } from './testing/firm.ts';

describe('teams and walls', () => {
  const adminToken = 'an-operator-token-of-more-than-32-characters';
  let server: TestServer;
  let firm: Firm;
  let admin: TestClient;
  let partner: TestClient;
  let operator: TestClient;

  beforeAll(async () => {
    server = await startTestServer({ env: { ADMIN_TOKEN: adminToken } });
    firm = new Firm(server.database);
    admin = await server.signInAs('admin');
    partner = await server.signInAs('partner');
    operator = new TestClient(server.url, adminToken, null);
  });
  afterAll(() => server.close());

  const teamOf = (caseId: string) => `/api/cases/${caseId}/team`;
  const wallsOf = (caseId: string) => `/api/cases/${caseId}/walls`;
  const sees = async (client: TestClient, caseId: string): Promise<boolean> =>
    (await client.get(teamOf(caseId))).status === 200;

  it('open a case to whoever joins its team, at once, and close it to whoever leaves', async () => {
    const caseId = await firm.case();
    const associate = await server.signInAs('associate', 'Ada');
    expect(await sees(associate, caseId)).toBe(false);
    const added = await partner.post(teamOf(caseId), { userId: associate.userId });
    expect(added.status).toBe(201);
    expect(added.body).toMatchObject({ userId: associate.userId, name: 'Ada', teamRole: 'member' });
    expect(await sees(associate, caseId)).toBe(true);
    const removed = await partner.delete(`${teamOf(caseId)}/${associate.userId}`);
    expect(removed.status).toBe(204);
    expect(await sees(associate, caseId)).toBe(false);
    const again = await partner.delete(`${teamOf(caseId)}/${associate.userId}`);
    expect([again.status, again.body.code]).toEqual([404, 'AUTHZ_MEMBER_NOT_FOUND']);
  });

  it('list the team by name with paging and count, and change a team role in place', async () => {
    const caseId = await firm.case();
    for (const name of ['Carl', 'ada', 'Bo']) {
      const user = await firm.user('associate', name);
      await partner.post(teamOf(caseId), { userId: user.userId });
    }
    const names = (body: { items: { name: string }[] }) => body.items.map(({ name }) => name);
    const first = await partner.get(`${teamOf(caseId)}?limit=2&count=true`);
    expect([names(first.body), first.body.total]).toEqual([['ada', 'Bo'], 3]);
    const rest = await partner.get(`${teamOf(caseId)}?limit=2&cursor=${first.body.nextCursor}`);
    expect(names(rest.body)).toEqual(['Carl']);
    const { userId } = first.body.items[0];
    await partner.post(teamOf(caseId), { userId, teamRole: 'lead' });
    const after = await partner.get(teamOf(caseId));
    expect(after.body.items[0]).toMatchObject({ userId, teamRole: 'lead' });
    expect(after.body.items).toHaveLength(3);
  });

  it('take clients as clients and nobody else as one', async () => {
    const caseId = await firm.case();
    const [client, associate] = [await firm.user('client'), await firm.user('associate')];
    const add = (userId: string, teamRole: string) =>
      partner.post(teamOf(caseId), { userId, teamRole });
    expect((await add(client.userId, 'member')).body.code).toBe('AUTHZ_TEAM_ROLE_MISMATCH');
    expect((await add(associate.userId, 'client')).body.code).toBe('AUTHZ_TEAM_ROLE_MISMATCH');
    expect((await add(client.userId, 'client')).status).toBe(201);
    expect((await add(newId(), 'member')).body.code).toBe('AUTHZ_USER_NOT_FOUND');
  });

  it('put a wall before everything: role, team and the administrator alike', async () => {
    for (const role of ['admin', 'partner', 'associate'] as const) {
      const caseId = await firm.case();
      const walled = await server.signInAs(role);
      await partner.post(teamOf(caseId), { userId: walled.userId });
      expect(await sees(walled, caseId)).toBe(true);
      const body = { userId: walled.userId, reason: 'counsel of the other side before' };
      const wall = await admin.post(wallsOf(caseId), body);
      expect(wall.status).toBe(201);
      for (const path of [teamOf(caseId), wallsOf(caseId)]) {
        const answer = await walled.get(path);
        expect([404, 403], `${role} ${path}`).toContain(answer.status);
        expect(JSON.stringify(answer.body)).not.toContain('counsel of the other side');
      }
      expect(await sees(walled, caseId)).toBe(false);
      expect((await walled.post(teamOf(caseId), { userId: walled.userId })).status).not.toBe(201);
      expect((await walled.delete(`${wallsOf(caseId)}/${wall.body.id}`)).status).not.toBe(204);
      expect(await sees(operator, caseId)).toBe(true);
      await admin.request('DELETE', `${wallsOf(caseId)}/${wall.body.id}`, {
        body: { reason: 'the conflict is waived' },
      });
      const { body: audit } = await admin.get(`/api/audit?caseId=${caseId}&action=wall.lifted`);
      expect(audit.items[0]?.details.reason).toBe('the conflict is waived');
      expect(await sees(walled, caseId)).toBe(true);
    }
  });

  it('let an administrator wall off themselves, and only another lift it', async () => {
    const caseId = await firm.case();
    const walled = await server.signInAs('admin');
    const body = { userId: walled.userId, reason: 'own relative' };
    const wall = await walled.post(wallsOf(caseId), body);
    expect(wall.status).toBe(201);
    const path = `${wallsOf(caseId)}/${wall.body.id}`;
    expect((await walled.delete(path)).body.code).toBe('AUTHZ_CASE_NOT_FOUND');
    expect((await admin.delete(path)).status).toBe(204);
  });

  it('keep a lifted wall as history, and a standing one unique', async () => {
    const caseId = await firm.case();
    const { userId } = await firm.user('associate');
    const raise = () => admin.post(wallsOf(caseId), { userId, reason: 'former client' });
    const first = await raise();
    expect((await raise()).body.code).toBe('AUTHZ_WALL_STANDS');
    const path = `${wallsOf(caseId)}/${first.body.id}`;
    expect((await admin.delete(path)).status).toBe(204);
    expect((await admin.delete(path)).body.code).toBe('AUTHZ_WALL_NOT_FOUND');
    expect((await raise()).status).toBe(201);
    const { body } = await partner.get(`${wallsOf(caseId)}?count=true`);
    expect(body.total).toBe(2);
    expect(
      body.items.map(({ liftedAt }: { liftedAt: string | null }) => liftedAt === null),
    ).toEqual([true, false]);
  });

  it('refuse a walled user on the team, and a wall of another case', async () => {
    const [caseId, otherCase] = [await firm.case(), await firm.case()];
    const user = await firm.user('associate');
    const wallId = await firm.wall(caseId, user);
    const added = await partner.post(teamOf(caseId), { userId: user.userId });
    expect([added.status, added.body.code]).toEqual([409, 'AUTHZ_USER_WALLED']);
    const lifted = await admin.delete(`${wallsOf(otherCase)}/${wallId}`);
    expect(lifted.body.code).toBe('AUTHZ_WALL_NOT_FOUND');
  });

  it('change the key of cached answers for the user concerned, and for nobody else', async () => {
    const caseId = await firm.case();
    const [user, other] = [await firm.user('associate'), await firm.user('associate')];
    const versions = async (): Promise<number[]> => {
      const users = server.database.db.selectFrom('users').select(['id', 'access_version']);
      const rows = await users.where('id', 'in', [user.userId, other.userId]).execute();
      return [user, other].map(
        ({ userId }) => rows.find(({ id }) => id === userId)?.access_version ?? 0,
      );
    };
    await partner.post(teamOf(caseId), { userId: user.userId });
    expect(await versions()).toEqual([2, 1]);
    const body = { userId: user.userId, reason: 'former client' };
    const wall = await admin.post(wallsOf(caseId), body);
    expect(await versions()).toEqual([3, 1]);
    await admin.delete(`${wallsOf(caseId)}/${wall.body.id}`);
    expect(await versions()).toEqual([4, 1]);
  });

  it('let only those change them who may', async () => {
    const caseId = await firm.case();
    for (const role of roles) {
      const { userId } = await firm.user('associate');
      const client = await server.signInAs(role);
      await firm.join(caseId, client);
      const team = await client.post(teamOf(caseId), { userId });
      expect(team.status === 201, `${role} on teams`).toBe(['admin', 'partner'].includes(role));
      const wall = await client.post(wallsOf(caseId), { userId, reason: 'a reason' });
      expect(wall.status === 201, `${role} on walls`).toBe(role === 'admin');
      const seen = await client.get(wallsOf(caseId));
      expect(seen.status === 200, `${role} reading walls`).toBe(
        ['admin', 'partner'].includes(role),
      );
    }
  });

  it('leave an audit record and a domain event of every change', async () => {
    const caseId = await firm.case();
    const { userId } = await firm.user('associate');
    await partner.post(teamOf(caseId), { userId });
    await partner.delete(`${teamOf(caseId)}/${userId}`);
    const wall = await admin.post(wallsOf(caseId), { userId, reason: 'a reason' });
    await admin.delete(`${wallsOf(caseId)}/${wall.body.id}`);
    const actions = ['case.member-added', 'case.member-removed', 'wall.raised', 'wall.lifted'];
    const { body } = await admin.get(`/api/audit?caseId=${caseId}`);
    expect(body.items.map(({ action }: { action: string }) => action).reverse()).toEqual(actions);
    const events = server.database.db.selectFrom('outbox').select(['type', 'case_id', 'payload']);
    const rows = await events.where('case_id', '=', caseId).orderBy('id').execute();
    expect(rows.map(({ type }) => type)).toEqual(actions);
    expect(rows[2]?.payload).toMatchObject({ userId, wallId: wall.body.id });
  });

  it('change nothing when a part of the change fails', async () => {
    const caseId = await firm.case();
    const before = await sql`select count(*) as n from outbox`.execute(server.database.db);
    await partner.post(teamOf(caseId), { userId: newId() });
    await partner.post(teamOf(caseId), { userId: 'x' });
    await partner.post(teamOf(newId()), { userId: newId() });
    const after = await sql`select count(*) as n from outbox`.execute(server.database.db);
    expect(after.rows).toEqual(before.rows);
  });
});
