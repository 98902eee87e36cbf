import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Firm } from '../../authorization/testing/firm.ts';
import { startTestServer } from '../../platform/http/testing/start-test-server.ts';
import type { TestServer } from '../../platform/http/testing/start-test-server.ts';
import type { TestAnswer, TestClient } from '../../platform/http/testing/test-client.ts';
import { syntheticDocket, syntheticEntry } from './testing/synthetic-docket.ts';

const at = (answer: TestAnswer) => ({ headers: { 'if-match': answer.headers.get('etag') ?? '' } });
type Entry = ReturnType<typeof syntheticEntry>;

describe('reading a docket again', () => {
  let server: TestServer;
  let partner: TestClient;
  let admin: TestClient;
  let serial = 0;

  beforeAll(async () => {
    server = await startTestServer();
    partner = await server.signInAs('partner');
    admin = await server.signInAs('admin');
  });
  afterAll(() => server.close());

  /** A docket of its own for one test; the answer imports it with changes. */
  const fresh = () => {
    const docket_number = `1:21-cv-${String(++serial).padStart(5, '0')}`;
    return async (over: Record<string, unknown> = {}, by = partner) =>
      (await by.post('/api/docket/import', syntheticDocket({ docket_number, ...over }))).body;
  };
  const newest = async (): Promise<TestAnswer> => {
    const { body } = await partner.get('/api/cases?sort=-updatedAt&limit=1');
    return partner.get(`/api/cases/${body.items[0].id}`);
  };
  const docket = async (): Promise<
    {
      position: number;
      documentNumber: string | null;
      description: string;
      version: number;
      id: string;
    }[]
  > => {
    const found = await newest();
    return (await partner.get(`/api/cases/${found.body.id}/docket?limit=100`)).body.items;
  };
  const entries = syntheticDocket()['docket_entries'] as Entry[];

  it('makes the case with its parties, counsel and team, and tells of it', async () => {
    const read = fresh();
    const result = await read();
    expect(result.created).toEqual({ cases: 1, parties: 2, entries: 3 });
    const found = await newest();
    expect(found.body).toMatchObject({
      title: 'Harbor Light Cooperative v. Northwind Freight, Inc.',
      courtId: 'nysd',
      type: 'civil',
      status: 'open',
      judge: 'Adele Winters',
      entryCount: 3,
      lastEntryOn: '2021-03-09',
      source: 'docket-import',
    });
    const { body: parties } = await partner.get(`/api/cases/${found.body.id}/parties`);
    expect(parties.items[0]).toMatchObject({
      name: 'Harbor Light Cooperative',
      role: 'Plaintiff',
      counsel: [{ name: 'Ines Calloway', roles: ['LEAD ATTORNEY'], contact: null }],
    });
    const { body: team } = await partner.get(`/api/cases/${found.body.id}/team`);
    expect(team.items).toMatchObject([{ userId: partner.userId, teamRole: 'lead' }]);
  });

  it('closes the case when the docket says that it was terminated', async () => {
    const read = fresh();
    await read();
    const result = await read({ date_terminated: '2022-05-06', demand: '' });
    expect(result.updated).toEqual({ cases: 1, parties: 0, entries: 0 });
    expect((await newest()).body).toMatchObject({
      status: 'closed',
      closedOn: '2022-05-06',
      demand: '$75,000',
    });
  });

  it('takes an amended text for the same entry', async () => {
    const read = fresh();
    await read();
    const amended = entries.map((entry, index) =>
      index < 2 ? { ...entry, description: `AMENDED ${index}` } : entry,
    );
    const result = await read({ docket_entries: amended });
    expect(result).toMatchObject({
      created: { entries: 0 },
      updated: { cases: 1, entries: 2 },
      unchanged: { entries: 1 },
    });
    expect(
      (await docket()).map(({ description, version }) => [description.slice(0, 9), version]),
    ).toEqual([
      ['AMENDED 0', 2],
      ['AMENDED 1', 2],
      ['SUMMONS i', 1],
    ]);
  });

  it('puts later entries where the court has them and leaves the others as they are', async () => {
    const read = fresh();
    await read();
    const before = await docket();
    const [first, second, third] = entries as [Entry, Entry, Entry];
    const between = syntheticEntry('3', '2021-03-01', 'CIVIL COVER SHEET');
    const result = await read({
      docket_entries: [between, first, second, syntheticEntry('4', '2021-03-05', 'NOTICE'), third],
    });
    expect(result).toMatchObject({
      created: { entries: 2 },
      updated: { cases: 1, entries: 0 },
      unchanged: { entries: 3 },
    });
    const after = await docket();
    expect(after.map(({ position, documentNumber }) => [position, documentNumber])).toEqual([
      [1, '3'],
      [2, '1'],
      [3, null],
      [4, '4'],
      [5, '2'],
    ]);
    expect(before.map(({ id }) => after.find((entry) => entry.id === id)?.version)).toEqual([
      1, 1, 1,
    ]);
    expect((await newest()).body.entryCount).toBe(5);
  });

  it('keeps what an excerpt of the docket does not hold', async () => {
    const read = fresh();
    await read();
    const result = await read({
      docket_entries: entries.slice(1, 2),
      parties: [],
      case_name: '',
    });
    expect(result).toMatchObject({ unchanged: { cases: 1, parties: 0, entries: 1 } });
    expect(await docket()).toHaveLength(3);
  });

  it('adds the ids that an earlier reading did not have, and keeps them when a later one has none', async () => {
    const read = fresh();
    await read();
    const known = entries.map((entry, index) => ({
      ...entry,
      pacer_doc_id: `12701${index}00000${index}`,
    }));
    expect(await read({ docket_entries: known })).toMatchObject({ updated: { entries: 3 } });
    expect(await read()).toMatchObject({
      updated: { cases: 0, entries: 0 },
      unchanged: { entries: 3 },
    });
  });

  it('keeps a correction made here until the court says something else', async () => {
    const read = fresh();
    await read();
    const found = await newest();
    await partner.patch(
      `/api/cases/${found.body.id}`,
      { judge: 'A. Winters', title: 'Harbor' },
      at(found),
    );
    const entry = await partner.get(`/api/docket/${(await docket())[0]?.id}`);
    await partner.patch(
      `/api/docket/${entry.body.id}`,
      { description: 'COMPLAINT (see memo)' },
      at(entry),
    );
    expect(await read()).toMatchObject({ unchanged: { cases: 1, entries: 3 } });
    expect((await newest()).body).toMatchObject({ judge: 'A. Winters', title: 'Harbor' });
    expect(await read({ assigned_to_str: 'Boris Quill' })).toMatchObject({
      updated: { cases: 1 },
    });
    expect((await newest()).body).toMatchObject({ judge: 'Boris Quill', title: 'Harbor' });
    expect((await docket())[0]?.description).toBe('COMPLAINT (see memo)');
  });

  it('takes an entry that was made here for the numbered one of the court, and leaves the others', async () => {
    const read = fresh();
    await read();
    const path = `/api/cases/${(await newest()).body.id}/docket`;
    await partner.post(path, {
      documentNumber: '3',
      filedOn: '2021-03-10',
      description: 'Answer (ours)',
    });
    await partner.post(path, { filedOn: '2021-03-11', description: 'Called the clerk' });
    const answer = syntheticEntry('3', '2021-03-10', 'ANSWER to Complaint');
    const last = syntheticEntry('4', '2021-03-12', 'ORDER');
    expect(await read({ docket_entries: [...entries, answer, last] })).toMatchObject({
      created: { entries: 1 },
      updated: { entries: 1 },
    });
    expect((await docket()).map(({ description }) => description.slice(0, 6))).toEqual([
      'COMPLA',
      'Case d',
      'SUMMON',
      'ANSWER',
      'Called',
      'ORDER',
    ]);
  });

  it('adopts a case that was made by hand', async () => {
    const made = await partner.post('/api/cases', {
      number: '1:21-cv-90001-AW',
      title: 'Harbor',
      courtId: 'nysd',
      status: 'stayed',
    });
    const result = await partner.post(
      '/api/docket/import',
      syntheticDocket({ docket_number: '1:21-cv-90001' }),
    );
    expect(result.body).toMatchObject({
      created: { cases: 0, entries: 3 },
      updated: { cases: 1 },
    });
    const { body } = await partner.get(`/api/cases/${made.body.id}`);
    expect(body).toMatchObject({
      number: '1:21-cv-90001-AW',
      status: 'stayed',
      judge: 'Adele Winters',
    });
  });

  it('names a court by its id until courts are imported', async () => {
    await fresh()({ court_id: 'XYZD' });
    expect((await partner.get('/api/courts/xyzd')).body).toMatchObject({
      id: 'xyzd',
      name: 'xyzd',
    });
  });

  it('refuses a docket of a case behind a wall without saying that there is one, and audits it', async () => {
    const read = fresh();
    await read();
    const walled = await server.signInAs('partner');
    await new Firm(server.database).wall((await newest()).body.id, { userId: walled.userId });
    const result = await read({ assigned_to_str: 'Boris Quill' }, walled);
    expect(result.rejected).toMatchObject([
      {
        index: 0,
        reason: 'this docket cannot be imported by you; an administrator can say more',
      },
    ]);
    const { id } = (await newest()).body;
    await expect
      .poll(
        async () => (await admin.get(`/api/audit?caseId=${id}&action=access.hidden`)).body.items,
      )
      .toMatchObject([{ actorId: walled.userId, details: { permission: 'docket:import' } }]);
    expect((await newest()).body.judge).toBe('Adele Winters');
  });
});
