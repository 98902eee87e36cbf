import type { ImportResult } from '@lexiflow/contracts';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer } from '../../platform/http/testing/start-test-server.ts';
import type { TestServer } from '../../platform/http/testing/start-test-server.ts';
import type { TestClient } from '../../platform/http/testing/test-client.ts';
import { dataFolder, realDockets } from './testing/real-dockets.ts';

const files = realDockets();
const json = { headers: { 'content-type': 'application/json' } };
const ndjson = { headers: { 'content-type': 'application/x-ndjson' } };

async function counts(server: TestServer): Promise<Record<string, number>> {
  const { rows } = await sql<Record<string, number>>`select
    (select count(*)::int from cases) as cases,
    (select count(*)::int from docket_entries) as entries,
    (select count(*)::int from case_parties) as parties,
    (select count(*)::int from outbox) as events,
    (select coalesce(sum(version), 0)::int from cases) as versions,
    (select coalesce(sum(version), 0)::int from docket_entries) as entry_versions`.execute(
    server.database.db,
  );
  return rows[0] ?? {};
}

/** Everything a docket becomes, without ids and times, to compare two ways of importing. */
async function content(server: TestServer): Promise<unknown> {
  const { rows } = await sql`select c.court_id, c.number, c.title, c.status, c.judge, c.type,
      c.closed_on, c.entry_count, c.last_entry_on, c.open_entry_count,
      (select json_agg(json_build_array(e.position, e.document_number, e.filed_on, e.entered_on,
        md5(e.description), e.pacer_doc_id, e.pacer_seq_no, e.page_count, e.attachments)
        order by e.position) from docket_entries as e where e.case_id = c.id) as entries,
      (select json_agg(json_build_array(cp.position, p.name_key, cp.role, cp.occurrence,
        cp.terminated_on, cp.counsel) order by cp.position, cp.id)
        from case_parties as cp join parties as p on p.id = cp.party_id
        where cp.case_id = c.id) as parties
    from cases as c order by c.court_id, c.number`.execute(server.database.db);
  return rows;
}

const sent = {
  'one file a request': async (client: TestClient) => {
    const results: ImportResult[] = [];
    for (const { text } of files) {
      const answer = await client.post<ImportResult>('/api/docket/import', text, json);
      expect(answer.status).toBe(200);
      results.push(answer.body);
    }
    return results;
  },
  'one file a request, backwards': async (client: TestClient) => {
    const results: ImportResult[] = [];
    for (const { text } of files.toReversed())
      results.push((await client.post<ImportResult>('/api/docket/import', text, json)).body);
    return results;
  },
  'one array': async (client: TestClient) => {
    const body = `[${files.map(({ text }) => text).join(',\n')}]`;
    return [(await client.post<ImportResult>('/api/docket/import', body, json)).body];
  },
  'one docket a line': async (client: TestClient) => {
    const body = files.map(({ text }) => JSON.stringify(JSON.parse(text))).join('\n');
    return [(await client.post<ImportResult>('/api/docket/import', body, ndjson)).body];
  },
};

function sum(results: readonly ImportResult[], kind: 'created' | 'updated' | 'unchanged') {
  return {
    cases: results.reduce((total, result) => total + result[kind].cases, 0),
    entries: results.reduce((total, result) => total + result[kind].entries, 0),
    parties: results.reduce((total, result) => total + result[kind].parties, 0),
  };
}

describe.skipIf(dataFolder === null)('the 20 real dockets (skipped without LEXIFLOW_DATA)', () => {
  let expected: unknown;

  for (const [way, send] of Object.entries(sent)) {
    describe(`${way}`, () => {
      let server: TestServer;
      let client: TestClient;

      beforeAll(async () => {
        server = await startTestServer();
        client = await server.signInAs('partner');
      });
      afterAll(() => server.close());

      it('become 19 cases with 329 entries, and none is rejected', async () => {
        const results = await send(client);
        expect(results.flatMap((result) => result.rejected)).toEqual([]);
        expect(sum(results, 'created')).toEqual({ cases: 19, entries: 329, parties: 112 });
        expect(sum(results, 'updated')).toEqual({ cases: 0, entries: 0, parties: 0 });
        expect(sum(results, 'unchanged')).toEqual({ cases: 1, entries: 47, parties: 18 });
        expect(await counts(server)).toMatchObject({ cases: 19, entries: 329, parties: 112 });
      });

      it('hold the same whichever way they came', async () => {
        const found = await content(server);
        expected ??= found;
        expect(found).toEqual(expected);
      });

      it('change nothing when they are imported again', async () => {
        const before = await counts(server);
        const results = await send(client);
        expect(sum(results, 'unchanged')).toEqual({ cases: 20, entries: 376, parties: 130 });
        expect(await counts(server)).toEqual(before);
      });
    });
  }
});
