import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer } from '../../platform/http/testing/start-test-server.ts';
import type { TestServer } from '../../platform/http/testing/start-test-server.ts';
import type { TestAnswer, TestClient } from '../../platform/http/testing/test-client.ts';
import { syntheticDocket, syntheticParty } from './testing/synthetic-docket.ts';

const at = (answer: TestAnswer) => ({ headers: { 'if-match': answer.headers.get('etag') ?? '' } });

describe('the parties of dockets, and dockets at once', () => {
  let server: TestServer;
  let partner: TestClient;
  let serial = 0;

  beforeAll(async () => {
    server = await startTestServer();
    partner = await server.signInAs('partner');
  });
  afterAll(() => server.close());

  /** A docket of its own for one test; the answer imports it with changes. */
  const fresh = () => {
    const docket_number = `1:21-cv-${String(++serial).padStart(5, '0')}`;
    return async (over: Record<string, unknown> = {}, by = partner) =>
      (await by.post('/api/docket/import', syntheticDocket({ docket_number, ...over }))).body;
  };
  it('shares parties by name over cases, except those who are not known', async () => {
    const lists = [
      [
        syntheticParty('Quayside Traders, L.L.C.', 'Plaintiff'),
        syntheticParty('Does 1-10', 'Defendant'),
      ],
      [
        syntheticParty('QUAYSIDE TRADERS LLC', 'Defendant'),
        syntheticParty('DOES 1-10', 'Defendant'),
      ],
    ];
    for (const parties of lists) await fresh()({ parties });
    const { body: found } = await partner.get('/api/parties?q=quayside');
    expect(found.items).toMatchObject([{ name: 'Quayside Traders, L.L.C.', caseCount: 2 }]);
    expect((await partner.get('/api/parties?q=does%201-10')).body.items).toHaveLength(2);
    const { body: cases } = await partner.get(`/api/parties/${found.items[0].id}/cases`);
    expect(cases.items.map((item: { roles: string[] }) => item.roles)).toEqual([
      ['Defendant'],
      ['Plaintiff'],
    ]);
  });

  it('records each party it makes as made, once', async () => {
    const made = async () => {
      const { rows } = await sql<{ audited: number; told: number }>`
        select (select count(*)::int from audit_log where action = 'party.created') as audited,
          (select count(*)::int from outbox where type = 'party.created') as told`.execute(
        server.database.db,
      );
      return rows[0] as { audited: number; told: number };
    };
    const before = await made();
    const read = fresh();
    const parties = ['Lantern Bay Fisheries', 'Oriel Glassworks'].map((name) =>
      syntheticParty(name, 'Plaintiff'),
    );
    await read({ parties });
    await read({ parties });
    expect(await made()).toEqual({ audited: before.audited + 2, told: before.told + 2 });
  });

  it('finds a party again that was renamed here', async () => {
    const read = fresh();
    const parties = [syntheticParty('Mistyped Nmae', 'Plaintiff')];
    await read({ parties });
    const { body: list } = await partner.get('/api/parties?q=Mistyped');
    const party = await partner.get(`/api/parties/${list.items[0].id}`);
    await partner.patch(`/api/parties/${party.body.id}`, { name: 'Corrected Name' }, at(party));
    expect(await read({ parties })).toMatchObject({ unchanged: { parties: 1 } });
    const ended = {
      ...syntheticParty('Mistyped Nmae', 'Plaintiff'),
      date_terminated: '2021-09-09',
    };
    expect(await read({ parties: [ended] })).toMatchObject({ updated: { cases: 1, parties: 1 } });
    expect((await partner.get('/api/parties?q=Mistyped')).body.items).toEqual([]);
  });

  it('keeps equal parties in equal roles apart', async () => {
    const read = fresh();
    const parties = [syntheticParty('Twin', 'Defendant'), syntheticParty('Twin', 'Defendant')];
    expect(await read({ parties })).toMatchObject({ created: { parties: 2 } });
    expect(await read({ parties })).toMatchObject({ unchanged: { parties: 2 } });
  });

  it('makes one case of one docket that comes many times at once, and one party of one name', async () => {
    const before = await sql<{ n: number }>`select count(*)::int as n from cases`.execute(
      server.database.db,
    );
    const read = fresh();
    const other = fresh();
    const parties = [syntheticParty('Crowded Harbour Ltd', 'Plaintiff')];
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, index) => (index % 2 ? read : other)({ parties })),
    );
    const sum = (of: 'created' | 'unchanged') =>
      results.reduce((total, result) => total + result[of].cases, 0);
    expect([sum('created'), sum('unchanged')]).toEqual([2, 8]);
    const after = await sql<{ n: number }>`select count(*)::int as n from cases`.execute(
      server.database.db,
    );
    expect((after.rows[0]?.n ?? 0) - (before.rows[0]?.n ?? 0)).toBe(2);
    expect((await partner.get('/api/parties?q=crowded')).body.items).toHaveLength(1);
  });
});
