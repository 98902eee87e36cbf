import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestServer } from '../platform/http/testing/start-test-server.ts';
import { TestClient, type TestAnswer } from '../platform/http/testing/test-client.ts';

const at = (answer: TestAnswer) => ({ headers: { 'if-match': answer.headers.get('etag') ?? '' } });

describe('docket', () => {
  let server: TestServer;
  let partner: TestClient;
  let portal: TestClient;
  let path = '';
  let caseId = '';
  let serial = 0;

  beforeAll(async () => {
    server = await startTestServer();
    partner = await server.signInAs('partner');
    portal = await server.signInAs('client');
  });
  afterAll(() => server.close());

  const newCase = async (): Promise<void> => {
    const made = await partner.post('/api/cases', { number: `D-${++serial}`, title: 'A v. B' });
    caseId = made.body.id;
    path = `/api/cases/${caseId}`;
    const member = { userId: portal.userId, teamRole: 'client' };
    expect((await partner.post(`${path}/team`, member)).status).toBe(201);
  };
  const add = async (over: Record<string, unknown> = {}): Promise<TestAnswer> =>
    partner.post(`${path}/docket`, { filedOn: '2024-03-01', description: 'ORDER', ...over });
  const summary = async (by: TestClient): Promise<[number, string | null]> => {
    const { body } = await by.get(path);
    return [body.entryCount, body.lastEntryOn];
  };

  it('takes entries at its end and keeps count of them', async () => {
    await newCase();
    const first = await add({ documentNumber: '1', filedOn: '2024-03-02' });
    expect([first.status, first.headers.get('etag')]).toEqual([201, '"1"']);
    const second = await add({ filedOn: '2024-01-01' });
    expect([first.body.position, second.body.position]).toEqual([1, 2]);
    expect(await summary(partner)).toEqual([2, '2024-03-02']);
    expect((await partner.get(`/api/docket/${first.body.id}`)).body).toEqual(first.body);
  });

  it('gives entries made at once places of their own', async () => {
    await newCase();
    const made = await Promise.all(Array.from({ length: 8 }, () => add()));
    expect(made.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 201));
    const places = made.map(({ body }) => body.position as number).toSorted((a, b) => a - b);
    expect(places).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect((await summary(partner))[0]).toBe(8);
  });

  it('changes an entry at the version it was read', async () => {
    await newCase();
    const made = await add();
    const entry = `/api/docket/${made.body.id}`;
    expect((await partner.patch(entry, { description: 'X' })).status).toBe(428);
    const changed = await partner.patch(entry, { filedOn: '2024-04-01' }, at(made));
    expect(changed.body).toMatchObject({ filedOn: '2024-04-01', version: 2 });
    expect(await summary(partner)).toEqual([1, '2024-04-01']);
    expect((await partner.patch(entry, { description: 'X' }, at(made))).status).toBe(412);
    const wrong = await partner.patch(entry, { position: 7 }, at(changed));
    expect(wrong.body.errors).toEqual([{ path: 'body.position', message: 'is not a known field' }]);
  });

  it('is read by order, text, number and date', async () => {
    await newCase();
    await add({ documentNumber: '1', description: 'COMPLAINT 100%', filedOn: '2024-01-01' });
    await add({ description: 'Minute entry', filedOn: '2024-02-01' });
    await add({ documentNumber: '2', description: 'ANSWER 100 x', filedOn: '2024-03-01' });
    const found = async (query: string): Promise<number[]> => {
      const { body } = await partner.get(`${path}/docket?${query}`);
      return body.items.map((entry: { position: number }) => entry.position);
    };
    expect(await found('sort=-position')).toEqual([3, 2, 1]);
    expect(await found('q=100%25')).toEqual([1]);
    expect(await found('q=2')).toEqual([3]);
    expect(await found('numbered=false')).toEqual([2]);
    expect(await found('from=2024-02-01&to=2024-02-29')).toEqual([2]);
    const { body: page } = await partner.get(`${path}/docket?limit=2&count=true`);
    expect([page.total, await found(`limit=2&cursor=${page.nextCursor}`)]).toEqual([3, [3]]);
  });

  it('goes on behind the last entry of a page when the order was laid anew meanwhile', async () => {
    await newCase();
    const numbers = ['1', '2', '3', '4', '5', '6'];
    for (const documentNumber of numbers) await add({ documentNumber });
    const list = async (query: string) => {
      const { body } = await partner.get(`${path}/docket?limit=2&${query}`);
      const shown = body.items.map((item: { documentNumber: string }) => item.documentNumber);
      return { shown, cursor: body.nextCursor as string };
    };
    const down = await list('sort=position');
    const up = await list('sort=-position');
    expect([down.shown, up.shown]).toEqual([
      ['1', '2'],
      ['6', '5'],
    ]);
    // What an import does when the court's list holds older entries that were not known.
    await sql`update docket_entries set position = position + 100
      where case_id = ${caseId}`.execute(server.database.db);
    expect((await list(`sort=position&cursor=${down.cursor}`)).shown).toEqual(['3', '4']);
    expect((await list(`sort=-position&cursor=${up.cursor}`)).shown).toEqual(['4', '3']);
  });

  it('hides sealed and restricted entries from those who may not read them, down to the count', async () => {
    await newCase();
    await add({ filedOn: '2024-01-01' });
    const sealed = await add({ filedOn: '2024-05-01', sealed: true, description: 'SETTLEMENT' });
    await add({ filedOn: '2024-06-01', restricted: true });
    expect(await summary(partner)).toEqual([3, '2024-06-01']);
    expect(await summary(portal)).toEqual([1, '2024-01-01']);
    const { body: list } = await portal.get(`${path}/docket?count=true`);
    expect([list.items.length, list.total]).toEqual([1, 1]);
    expect((await portal.get(`/api/docket/${sealed.body.id}`)).status).toBe(404);
    const { body: timeline } = await portal.get(`${path}/timeline?count=true`);
    const kinds = timeline.items.map((item: { title: string }) => item.title);
    expect(kinds.filter((title: string) => title.startsWith('Docket'))).toEqual([
      'Docket entry made',
      'Docket entry',
    ]);
    expect(timeline.total).toBe(timeline.items.length);
    expect(JSON.stringify(timeline)).not.toContain('SETTLEMENT');
    const opened = await partner.patch(
      `/api/docket/${sealed.body.id}`,
      { sealed: false },
      at(sealed),
    );
    expect(opened.status).toBe(200);
    expect(await summary(portal)).toEqual([2, '2024-05-01']);
  });

  it('writes the change, its audit record and its event together or not at all', async () => {
    await newCase();
    const made = await add();
    const { rows } = await sql<{ audits: number; events: number }>`select
      (select count(*)::int from audit_log where object_id = ${made.body.id}) as audits,
      (select count(*)::int from outbox where aggregate_id = ${made.body.id}) as events`.execute(
      server.database.db,
    );
    expect(rows).toEqual([{ audits: 1, events: 1 }]);
    const refused = await partner.patch(
      `/api/docket/${made.body.id}`,
      { description: '' },
      at(made),
    );
    expect(refused.status).toBe(400);
  });

  it('makes an entry once for one Idempotency-Key', async () => {
    await newCase();
    const entry = { filedOn: '2024-03-01', description: 'ORDER' };
    const headers = { headers: { 'idempotency-key': 'entry-1' } };
    const first = await partner.post(`${path}/docket`, entry, headers);
    expect((await partner.post(`${path}/docket`, entry, headers)).body).toEqual(first.body);
    expect((await summary(partner))[0]).toBe(1);
  });

  it('does not give a sealed entry back to a repeated request of who may not read it', async () => {
    await newCase();
    const entry = { filedOn: '2024-03-01', description: 'ORDER' };
    const headers = { headers: { 'idempotency-key': 'entry-2' } };
    const made = await partner.post(`${path}/docket`, entry, headers);
    await partner.patch(`/api/docket/${made.body.id}`, { sealed: true }, at(made));
    const scopes = ['case:read', 'docket:read', 'docket:write'];
    const { body } = await partner.post('/api/auth/api-keys', { name: 'writer', scopes });
    const writer = new TestClient(server.url, body.key, partner.userId);
    expect((await writer.post(`${path}/docket`, entry, headers)).status).toBe(404);
  });
});
