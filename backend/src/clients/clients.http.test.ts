import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Firm } from '../authorization/testing/firm.ts';
import { startTestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestAnswer, TestClient } from '../platform/http/testing/test-client.ts';

const at = (answer: TestAnswer) => ({ headers: { 'if-match': answer.headers.get('etag') ?? '' } });
const none = '01890000-0000-7000-8000-000000000000';

describe('parties and clients', () => {
  let server: TestServer;
  let partner: TestClient;
  let associate: TestClient;
  let business: TestClient;
  let serial = 0;

  beforeAll(async () => {
    server = await startTestServer();
    partner = await server.signInAs('partner');
    associate = await server.signInAs('associate');
    business = await server.signInAs('business-development');
  });
  afterAll(() => server.close());

  const party = (name: string, over: Record<string, unknown> = {}) =>
    partner.post('/api/parties', { name, ...over });
  const client = (over: Record<string, unknown> = {}) =>
    partner.post('/api/clients', {
      party: { name: `Client ${++serial}` },
      number: `C-${serial}`,
      ...over,
    });
  const newCase = async (over: Record<string, unknown> = {}): Promise<string> =>
    (await partner.post('/api/cases', { number: `P-${++serial}`, title: 'A v. B', ...over })).body
      .id;
  const names = async (by: TestClient, query: string): Promise<string[]> =>
    (await by.get(`/api/parties?${query}`)).body.items.map((item: { name: string }) => item.name);

  it('keeps a party with its details and changes it at its version', async () => {
    const made = await party('Marlow Estate', {
      kind: 'organisation',
      email: 'office@marlow.example',
    });
    expect([made.status, made.headers.get('etag')]).toEqual([201, '"1"']);
    const path = `/api/parties/${made.body.id}`;
    expect((await partner.get(path)).body).toEqual(made.body);
    const changed = await partner.patch(path, { phone: '+1 555 0100', email: null }, at(made));
    expect(changed.body).toMatchObject({ phone: '+1 555 0100', email: null, version: 2 });
    expect((await partner.patch(path, { notes: 'x' }, at(made))).status).toBe(412);
    expect((await partner.patch(path, { notes: 'x' })).status).toBe(428);
    const wrong = await partner.post('/api/parties', {
      name: 'x',
      kind: 'ghost',
      email: 'no',
      age: 7,
    });
    expect(wrong.body.errors.map((error: { path: string }) => error.path)).toEqual([
      'body.kind',
      'body.email',
      'body.age',
    ]);
    expect((await partner.get(`/api/parties/${none}`)).body.code).toBe('PARTY_NOT_FOUND');
  });

  it('lists parties by name or age, filtered, each page once', async () => {
    for (const name of ['Zeta List', 'alpha list', 'Mid_List', 'midxlist']) await party(name);
    expect(await names(partner, 'q=list')).toEqual([
      'alpha list',
      'Mid_List',
      'midxlist',
      'Zeta List',
    ]);
    expect(await names(partner, 'q=mid_l')).toEqual(['Mid_List']);
    expect(await names(partner, 'q=list&sort=-createdAt')).toEqual([
      'midxlist',
      'Mid_List',
      'alpha list',
      'Zeta List',
    ]);
    expect(await names(partner, 'q=list&kind=person')).toEqual([]);
    const { body: page } = await partner.get('/api/parties?q=list&limit=3&count=true');
    expect(page.total).toBe(4);
    expect(await names(partner, `q=list&limit=3&cursor=${page.nextCursor}`)).toEqual(['Zeta List']);
  });

  it('shows a party through the cases one sees, or when it is in none, and counts only those', async () => {
    const free = await party('Visible Free');
    const bound = await party('Visible Bound');
    const [open, hidden] = [await newCase(), await newCase()];
    for (const id of [open, hidden])
      await partner.post(`/api/cases/${id}/parties`, {
        partyId: bound.body.id,
        role: 'Plaintiff',
      });
    expect(await names(associate, 'q=visible')).toEqual(['Visible Free']);
    expect((await associate.get(`/api/parties/${bound.body.id}`)).status).toBe(404);
    await partner.post(`/api/cases/${open}/team`, { userId: associate.userId });
    expect(await names(associate, 'q=visible')).toEqual(['Visible Bound', 'Visible Free']);
    expect((await associate.get(`/api/parties/${bound.body.id}`)).body.caseCount).toBe(1);
    expect((await partner.get(`/api/parties/${bound.body.id}`)).body.caseCount).toBe(2);
    const { body: cases } = await associate.get(`/api/parties/${bound.body.id}/cases?count=true`);
    expect([cases.total, cases.items.length, cases.items[0].id]).toEqual([1, 1, open]);
    const firm = new Firm(server.database);
    await firm.wall(open, { userId: associate.userId });
    expect((await associate.get(`/api/parties/${bound.body.id}/cases`)).status).toBe(404);
    expect((await associate.get(`/api/parties/${free.body.id}`)).status).toBe(200);
  });

  it('makes a client of a party that is there, or of a new one', async () => {
    const there = await party('Old Friend Ltd');
    const made = await client({ party: undefined, partyId: there.body.id, number: 'OF-1' });
    expect(made.body).toMatchObject({
      name: 'Old Friend Ltd',
      partyId: there.body.id,
      caseCount: 0,
    });
    const fresh = await client({ party: { name: 'New Friend Ltd' }, number: 'NF-1' });
    expect((await partner.get(`/api/parties/${fresh.body.partyId}`)).body.name).toBe(
      'New Friend Ltd',
    );
    const again = await client({ party: undefined, partyId: there.body.id, number: 'OF-2' });
    expect([again.status, again.body.code]).toEqual([409, 'CLIENT_PARTY_TAKEN']);
    const taken = await client({ number: 'OF-1' });
    expect([taken.status, taken.body.code, taken.body.errors[0].path]).toEqual([
      409,
      'CLIENT_NUMBER_TAKEN',
      'body.number',
    ]);
    const unknown = await client({ party: undefined, partyId: none });
    expect([unknown.status, unknown.body.errors[0].path]).toEqual([422, 'body.partyId']);
    expect((await client({ partyId: there.body.id })).status).toBe(400);
    expect((await client({ party: undefined })).status).toBe(400);
  });

  it('leaves no party behind when the client cannot be made', async () => {
    await client({ number: 'TWICE' });
    expect((await client({ number: 'TWICE', party: { name: 'Left Behind' } })).status).toBe(409);
    expect(await names(partner, 'q=left%20behind')).toEqual([]);
  });

  it('changes, archives and brings back a client', async () => {
    const made = await client();
    const path = `/api/clients/${made.body.id}`;
    const former = await partner.patch(path, { status: 'former' }, at(made));
    expect(former.body).toMatchObject({ status: 'former', version: 2 });
    expect((await partner.patch(path, { number: 'OTHER' }, at(made))).status).toBe(412);
    const archived = await partner.post(`${path}/archive`, undefined, at(former));
    expect(archived.body.archivedAt).toEqual(expect.any(String));
    const { body: list } = await partner.get(`/api/clients?q=${made.body.number}`);
    const { body: away } = await partner.get(`/api/clients?q=${made.body.number}&archived=true`);
    expect([list.items.length, away.items.length]).toEqual([0, 1]);
    expect((await partner.patch(path, { status: 'active' }, at(archived))).body.code).toBe(
      'CLIENT_ARCHIVED',
    );
    const back = await partner.post(`${path}/unarchive`, undefined, at(archived));
    expect(back.body.archivedAt).toBeNull();
  });

  it('shows the register of clients to who may read it, and counts the cases they see', async () => {
    const made = await client({ number: 'REG-1' });
    await newCase({ clientId: made.body.id });
    const counted = async (by: TestClient): Promise<number> =>
      (await by.get('/api/clients?q=REG-1')).body.items[0].caseCount;
    expect([await counted(partner), await counted(associate), await counted(business)]).toEqual([
      1, 0, 0,
    ]);
    const { body: row } = await partner.get(`/api/cases?clientId=${made.body.id}`);
    expect(row.items[0].clientName).toBe(made.body.name);
    expect(
      (await associate.post('/api/clients', { party: { name: 'x' }, number: 'x' })).status,
    ).toBe(403);
    const portal = await server.signInAs('client');
    expect((await portal.get('/api/clients')).status).toBe(403);
    expect((await portal.get('/api/parties')).status).toBe(403);
  });

  it('makes a client once for one Idempotency-Key', async () => {
    const headers = { headers: { 'idempotency-key': 'client-1' } };
    const body = { party: { name: 'Once Only' }, number: 'ONCE-1' };
    const first = await partner.post('/api/clients', body, headers);
    expect((await partner.post('/api/clients', body, headers)).body).toEqual(first.body);
    expect(await names(partner, 'q=once%20only')).toEqual(['Once Only']);
  });
});
