import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Firm } from '../authorization/testing/firm.ts';
import { startTestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestAnswer, TestClient } from '../platform/http/testing/test-client.ts';

const at = (answer: TestAnswer) => ({ headers: { 'if-match': answer.headers.get('etag') ?? '' } });
const paths = (answer: TestAnswer): string[] =>
  answer.body.errors.map((error: { path: string }) => error.path);

describe('cases', () => {
  let server: TestServer;
  let partner: TestClient;
  let associate: TestClient;
  let portal: TestClient;
  let serial = 0;

  beforeAll(async () => {
    server = await startTestServer();
    partner = await server.signInAs('partner');
    associate = await server.signInAs('associate');
    portal = await server.signInAs('client');
  });
  afterAll(() => server.close());

  const body = (over: Record<string, unknown> = {}) => ({
    number: `1:24-cv-${String(++serial).padStart(5, '0')}`,
    title: `Alder Works v. Birch Supply No. ${serial}`,
    courtId: 'nysd',
    ...over,
  });
  const make = async (over: Record<string, unknown> = {}, by = partner): Promise<TestAnswer> => {
    const made = await by.post('/api/cases', body(over));
    expect(made.status).toBe(201);
    return made;
  };

  it('are made, read with their version, and led by whoever made them', async () => {
    const made = await make({ judge: 'Adele Winters' }, associate);
    expect(made.headers.get('etag')).toBe('"1"');
    expect(made.headers.get('cache-control')).toBe('no-store');
    expect(made.body).toMatchObject({
      status: 'open',
      courtName: 'United States District Court for the Southern District of New York',
      source: 'manual',
      entryCount: 0,
    });
    const read = await associate.get(`/api/cases/${made.body.id}`);
    expect(read.body).toEqual(made.body);
    const team = await associate.get(`/api/cases/${made.body.id}/team`);
    expect(team.body.items).toMatchObject([{ userId: associate.userId, teamRole: 'lead' }]);
  });

  it('change at the version they were read, and not at another', async () => {
    const made = await make();
    const path = `/api/cases/${made.body.id}`;
    expect((await partner.patch(path, { judge: 'A' })).status).toBe(428);
    const changed = await partner.patch(path, { judge: 'A', referredTo: '' }, at(made));
    expect(changed.body).toMatchObject({ judge: 'A', referredTo: null, version: 2 });
    const stale = await partner.patch(path, { judge: 'B' }, at(made));
    expect([stale.status, stale.body.code]).toEqual([412, 'HTTP_STALE_VERSION']);
    expect((await partner.get(path)).body.judge).toBe('A');
  });

  it('write nothing for a change that changes nothing', async () => {
    const made = await make({ judge: 'A' });
    const again = await partner.patch(`/api/cases/${made.body.id}`, { judge: 'A' }, at(made));
    expect([again.status, again.body.version]).toEqual([200, 1]);
    const { body: timeline } = await partner.get(`/api/cases/${made.body.id}/timeline`);
    expect(timeline.items.map((item: { title: string }) => item.title)).not.toContain(
      'Case changed',
    );
  });

  it('of two changes of one version only one is written', async () => {
    const made = await make();
    const path = `/api/cases/${made.body.id}`;
    const answers = await Promise.all(
      ['A', 'B', 'C', 'D'].map((judge) => partner.patch(path, { judge }, at(made))),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412, 412, 412]);
  });

  it('follow the table of moves', async () => {
    const made = await make({ status: 'pending', filedOn: '2024-01-05' });
    const path = `/api/cases/${made.body.id}`;
    const refused = await partner.patch(path, { status: 'stayed' }, at(made));
    expect([refused.status, refused.body.code]).toEqual([409, 'CASE_STATUS_REFUSED']);
    const closed = await partner.patch(path, { status: 'closed' }, at(made));
    expect(closed.body.closedOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    const before = { status: 'closed', closedOn: '2023-01-01' };
    const early = await partner.patch(path, before, at(closed));
    expect([early.status, paths(early)]).toEqual([422, ['body.closedOn']]);
    const open = await partner.patch(path, { status: 'open' }, at(closed));
    expect(open.body).toMatchObject({ status: 'open', closedOn: null });
  });

  it('name the field that is wrong', async () => {
    const wrong = async (over: Record<string, unknown>): Promise<[number, string[]]> => {
      const answer = await partner.post('/api/cases', body(over));
      return [answer.status, paths(answer)];
    };
    expect(await wrong({ courtId: 'nowhere' })).toEqual([422, ['body.courtId']]);
    const none = '01890000-0000-7000-8000-000000000000';
    expect(await wrong({ clientId: none })).toEqual([422, ['body.clientId']]);
    expect(await wrong({ filedOn: '2024-02-30' })).toEqual([400, ['body.filedOn']]);
    expect(await wrong({ filedOn: '0000-01-01' })).toEqual([400, ['body.filedOn']]);
    expect(await wrong({ title: 'a\uD800' })).toEqual([400, ['body.title']]);
    expect(await wrong({ number: '' })).toEqual([400, ['body.number']]);
    expect(await wrong({ isSecret: true })).toEqual([400, ['body.isSecret']]);
  });

  it('have their number once in a court, however it is written', async () => {
    const { body: made } = await make();
    const taken = await partner.post('/api/cases', body({ number: `${made.number}-ABC` }));
    expect([taken.status, taken.body.code, paths(taken)]).toEqual([
      409,
      'CASE_NUMBER_TAKEN',
      ['body.number'],
    ]);
    expect(
      (await partner.post('/api/cases', body({ number: made.number, courtId: 'cacd' }))).status,
    ).toBe(201);
    const other = await make();
    const path = `/api/cases/${other.body.id}`;
    expect((await partner.patch(path, { number: made.number }, at(other))).status).toBe(409);
  });

  it('do not tell one who may not see a case that its number is in use', async () => {
    const { body: made } = await make();
    const walled = await server.signInAs('partner');
    await new Firm(server.database).wall(made.id, { userId: walled.userId });
    const again = await walled.post('/api/cases', body({ number: made.number }));
    expect([again.status, again.body.code, paths(again)]).toEqual([
      422,
      'CASE_NUMBER_REFUSED',
      ['body.number'],
    ]);
    expect(JSON.stringify(again.body)).not.toMatch(/exist|taken|in use|open to you/i);
    const own = await make({}, walled);
    const path = `/api/cases/${own.body.id}`;
    const moved = await walled.patch(path, { number: made.number }, at(own));
    expect([moved.status, moved.body.code]).toEqual([422, 'CASE_NUMBER_REFUSED']);
    const admin = await server.signInAs('admin');
    const noted = `/api/audit?caseId=${made.id}&action=access.hidden`;
    await expect
      .poll(async () => (await admin.get(noted)).body.items)
      .toMatchObject([{ actorId: walled.userId }, { actorId: walled.userId }]);
  });

  it('leave the list when they are archived, and cannot be changed until they are back', async () => {
    const made = await make({ judge: 'Archivist' });
    const path = `/api/cases/${made.body.id}`;
    const list = async (query: string): Promise<number> =>
      (await partner.get(`/api/cases?judge=archivist&${query}`)).body.items.length;
    expect(await list('')).toBe(1);
    const archived = await partner.post(`${path}/archive`, undefined, at(made));
    expect(archived.body.archivedAt).toEqual(expect.any(String));
    expect([await list(''), await list('archived=true')]).toEqual([0, 1]);
    expect((await partner.patch(path, { judge: 'B' }, at(archived))).body.code).toBe(
      'CASE_ARCHIVED',
    );
    const party = { name: 'Late Party', role: 'Intervenor' };
    expect((await partner.post(`${path}/parties`, party)).body.code).toBe('CASE_ARCHIVED');
    const again = await partner.post(`${path}/archive`, undefined, at(archived));
    expect(again.body.version).toBe(archived.body.version);
    const back = await partner.post(`${path}/unarchive`, undefined, at(archived));
    expect([back.body.archivedAt, await list('')]).toEqual([null, 1]);
  });

  it('are made once for one Idempotency-Key', async () => {
    const headers = { headers: { 'idempotency-key': 'case' } };
    const same = body();
    const first = await partner.post('/api/cases', same, headers);
    const again = await partner.post('/api/cases', same, headers);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('etag')).toBe('"1"');
    expect((await partner.post('/api/cases', body(), headers)).status).toBe(422);
  });

  it('do not come back out of a repeated request once a wall stands', async () => {
    const headers = { headers: { 'idempotency-key': 'walled' } };
    const same = body();
    const { body: made } = await associate.post('/api/cases', same, headers);
    const party = { name: 'Cedar Holdings', role: 'Defendant' };
    const parties = `/api/cases/${made.id}/parties`;
    const partyHeaders = { headers: { 'idempotency-key': 'walled-party' } };
    expect((await associate.post(parties, party, partyHeaders)).status).toBe(201);
    await new Firm(server.database).wall(made.id, { userId: associate.userId });
    expect((await associate.post('/api/cases', same, headers)).status).toBe(404);
    expect((await associate.post(parties, party, partyHeaders)).status).toBe(404);
  });

  it('show to their team and not beyond a wall, and a hidden one answers as one that is not there', async () => {
    const firm = new Firm(server.database);
    const { body: made } = await make();
    const path = `/api/cases/${made.id}`;
    const hidden = await associate.get(path);
    const missing = await associate.get('/api/cases/01890000-0000-7000-8000-000000000000');
    expect([hidden.status, hidden.body.code]).toEqual([404, missing.body.code]);
    for (const below of ['', '/parties', '/docket', '/timeline', '/duplicates', '/team'])
      expect([below, (await associate.get(path + below)).status]).toEqual([below, 404]);
    await partner.post(`${path}/team`, { userId: associate.userId });
    expect((await associate.get(path)).status).toBe(200);
    await firm.wall(made.id, { userId: associate.userId });
    expect((await associate.get(path)).status).toBe(404);
    expect(
      (await associate.patch(path, { judge: 'x' }, { headers: { 'if-match': '"1"' } })).status,
    ).toBe(404);
  });

  it('cannot be changed by who may only read them', async () => {
    const { body: made } = await make();
    await partner.post(`/api/cases/${made.id}/team`, {
      userId: portal.userId,
      teamRole: 'client',
    });
    expect((await portal.get(`/api/cases/${made.id}`)).status).toBe(200);
    const change = await portal.patch(`/api/cases/${made.id}`, { judge: 'x' });
    expect(change.status).toBe(403);
    expect((await portal.post('/api/cases', body())).status).toBe(403);
  });

  it('name their possible doubles: equal numbers first, then near-equal titles', async () => {
    const title = 'Cedar Rapids Grain Elevator v. Dunmore Shipping';
    const { body: one } = await make({ title });
    const { body: two } = await make({ number: one.number, courtId: 'cacd', title: 'Other' });
    const { body: three } = await make({ title: `${title} Co.` });
    const { body: found } = await partner.get(`/api/cases/${one.id}/duplicates`);
    expect(found.items).toMatchObject([
      { id: two.id, reason: 'same-number', similarity: 1 },
      { id: three.id, reason: 'similar-title' },
    ]);
    const query = new URLSearchParams({ title, number: one.number, court: 'NYSD' });
    const { body: like } = await partner.get(`/api/cases/duplicates?${query}`);
    expect(like.items.map((item: { id: string }) => item.id)).toEqual([one.id, two.id, three.id]);
    const { body: unseen } = await associate.get(`/api/cases/duplicates?${query}`);
    expect(unseen.items).toEqual([]);
    expect((await partner.get('/api/cases/duplicates')).body.items).toEqual([]);
  });

  it('take parties by name or id, each role once, and let them go', async () => {
    const { body: made } = await make();
    const path = `/api/cases/${made.id}/parties`;
    const first = await partner.post(path, { name: 'Elm & Oak, L.L.C.', role: 'Plaintiff' });
    expect([first.status, first.body.name]).toEqual([201, 'Elm & Oak, L.L.C.']);
    const same = await partner.post(path, { name: 'ELM AND OAK LLC', role: 'Counter Defendant' });
    expect(same.body.partyId).toBe(first.body.partyId);
    const twice = await partner.post(path, { partyId: first.body.partyId, role: 'Plaintiff' });
    expect([twice.status, twice.body.code]).toEqual([409, 'CASE_PARTY_TAKEN']);
    expect((await partner.post(path, { role: 'Plaintiff' })).status).toBe(400);
    const none = { partyId: '01890000-0000-7000-8000-000000000000', role: 'Plaintiff' };
    expect(paths(await partner.post(path, none))).toEqual(['body.partyId']);
    const { body: list } = await partner.get(`${path}?count=true&limit=1`);
    expect([list.total, list.items[0].role]).toEqual([2, 'Plaintiff']);
    const { body: rest } = await partner.get(`${path}?limit=1&cursor=${list.nextCursor}`);
    expect([rest.items[0].role, rest.nextCursor]).toEqual(['Counter Defendant', null]);
    expect((await partner.delete(`${path}/${first.body.id}`)).status).toBe(204);
    expect((await partner.delete(`${path}/${first.body.id}`)).body.code).toBe(
      'CASE_PARTY_NOT_FOUND',
    );
  });

  it('do not show a party of a hidden case to whoever names it', async () => {
    const name = 'Sycamore Trust';
    const { body: hidden } = await make();
    const path = `/api/cases/${hidden.id}/parties`;
    const { body: secret } = await partner.post(path, { name, role: 'Defendant' });
    const { body: own } = await make({}, associate);
    const party = { name, role: 'Plaintiff' };
    const { body: named } = await associate.post(`/api/cases/${own.id}/parties`, party);
    expect(named.partyId).not.toBe(secret.partyId);
    expect((await associate.get(`/api/parties/${secret.partyId}`)).status).toBe(404);
  });

  it('tell what happened, newest first and page by page', async () => {
    const made = await make();
    const path = `/api/cases/${made.body.id}`;
    await partner.post(`${path}/docket`, {
      filedOn: '2024-02-01',
      description: 'COMPLAINT',
      documentNumber: '1',
    });
    await partner.post(`${path}/docket`, { filedOn: '2024-02-01', description: 'SUMMONS' });
    await partner.patch(path, { status: 'closed' }, at(made));
    const { body: whole } = await partner.get(`${path}/timeline?count=true`);
    const titles = whole.items.map((item: { title: string }) => item.title);
    expect(titles).toEqual([
      'Case changed',
      'Docket entry made',
      'Docket entry made',
      'Team member added',
      'Case made',
      'Docket entry',
      'Docket entry 1',
    ]);
    expect(whole.total).toBe(7);
    expect(whole.items[0]).toMatchObject({
      detail: 'open → closed; status, closed on',
      actor: 'Test partner',
    });
    const walked: unknown[] = [];
    for (let cursor = ''; ;) {
      const { body: page } = await partner.get(`${path}/timeline?limit=2${cursor}`);
      walked.push(...page.items);
      if (page.nextCursor === null) break;
      cursor = `&cursor=${page.nextCursor}`;
    }
    expect(walked).toEqual(whole.items);
  });

  it('refuse a cursor that is damaged, of another order, or made up', async () => {
    await make();
    await make();
    const { body: page } = await partner.get('/api/cases?limit=1');
    const refused = async (query: string): Promise<string> =>
      (await partner.get(`/api/cases?${query}`)).body.code;
    expect(await refused(`cursor=${page.nextCursor}&sort=title`)).toBe('HTTP_INVALID_CURSOR');
    expect(await refused('cursor=nonsense')).toBe('HTTP_INVALID_CURSOR');
    const forge = (...values: unknown[]): string =>
      Buffer.from(JSON.stringify(values)).toString('base64url');
    const id = '01890000-0000-7000-8000-000000000000';
    for (const values of [
      ['cases:-filedOn', '2024-02-30', id],
      ['cases:-filedOn', '2024-02-03', 'x'],
      ['cases:-filedOn', 7, id],
    ])
      expect(await refused(`cursor=${forge(...values)}`)).toBe('HTTP_INVALID_CURSOR');
  });
});
