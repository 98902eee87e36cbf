import { request } from 'node:http';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer } from '../../platform/http/testing/start-test-server.ts';
import type { TestServer } from '../../platform/http/testing/start-test-server.ts';
import type { TestClient } from '../../platform/http/testing/test-client.ts';
import { docketLimits } from '../docket.limits.ts';
import { syntheticDocket, syntheticEntry } from './testing/synthetic-docket.ts';

const json = { headers: { 'content-type': 'application/json' } };
const ndjson = { headers: { 'content-type': 'application/x-ndjson' } };
const docket = (number: string, over: Record<string, unknown> = {}) =>
  JSON.stringify(syntheticDocket({ docket_number: number, ...over }));

describe('the input of an import', () => {
  let server: TestServer;
  let partner: TestClient;

  beforeAll(async () => {
    server = await startTestServer();
    partner = await server.signInAs('partner');
  });
  afterAll(() => server.close());

  const send = (body: unknown, type = json, by = partner) =>
    by.post('/api/docket/import', body, type);
  const cases = async (): Promise<string[]> => {
    const { rows } = await sql<{
      number: string;
    }>`select number from cases order by number`.execute(server.database.db);
    return rows.map((row) => row.number);
  };
  const halves = async (): Promise<number> => {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from cases as c
      where entry_count <> (select count(*) from docket_entries as e where e.case_id = c.id)
        or not exists (select 1 from outbox as o where o.case_id = c.id)
        or not exists (select 1 from audit_log as a where a.case_id = c.id)`.execute(
      server.database.db,
    );
    return rows[0]?.n ?? -1;
  };

  it('may be sent by those who may import', async () => {
    for (const role of ['associate', 'paralegal', 'client', 'operator'] as const)
      expect((await send(docket('role'), json, await server.signInAs(role))).status).toBe(403);
    expect((await send(docket('role'), json, server.anonymous)).status).toBe(401);
    expect(await cases()).not.toContain('role');
  });

  it('keeps what came before the place where it is cut off, and names the place', async () => {
    const whole = `[${docket('cut-1')},${docket('cut-2')},${docket('cut-3')}]`;
    const cut = whole.slice(0, whole.indexOf('cut-3') + 40);
    const { status, body } = await send(cut);
    expect(status).toBe(200);
    expect(body.created.cases).toBe(2);
    expect(body.rejected).toMatchObject([{ index: 2, byteOffset: cut.length, line: 1 }]);
    const lines = await send(`${docket('cut-4')}\n${docket('cut-5').slice(0, 99)}`, ndjson);
    expect(lines.body).toMatchObject({ created: { cases: 1 }, rejected: [{ index: 1, line: 2 }] });
    expect((await cases()).filter((number) => number.startsWith('cut'))).toEqual([
      'cut-1',
      'cut-2',
      'cut-4',
    ]);
  });

  it.each([
    ['nothing', ''],
    ['blanks', ' \n '],
    ['no JSON', 'dockets'],
    ['one docket that is cut off', '{"court_id": "nysd", "docket_num'],
    ['another encoding', Buffer.from('\uFEFF{"court_id":"nysd"}', 'utf16le')],
    ['a text', '"nysd"'],
  ])('that holds no whole record (%s) is answered with the place of the fault', async (_, body) => {
    const answer = await send(body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      code: 'DOCKET_NOT_RECORDS',
      byteOffset: expect.any(Number),
      line: expect.any(Number),
    });
  });

  it('of another type or packed is refused unread', async () => {
    expect((await send(docket('type'), { headers: { 'content-type': 'text/csv' } })).status).toBe(
      415,
    );
    const packed = { headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' } };
    expect((await send(docket('type'), packed)).status).toBe(415);
  });

  it('may hold bad records: each is named, leaves nothing, and the others go in', async () => {
    const records = [
      docket('bad-1'),
      docket('bad-2', { docket_entries: [syntheticEntry('1', '2021-13-01', 'X')] }),
      '{"court_id": "nysd", "docket_number": }',
      docket('bad-4', { case_name: 'a\u0000b' }),
      '7',
      docket('bad-6'),
    ];
    const { body } = await send(`[${records.join(',\n')}]`);
    expect(body.created.cases).toBe(2);
    expect(body.rejectedCount).toBe(4);
    const reasons = body.rejected.map(
      ({ index, reason }: { index: number; reason: string }) => `${index} ${reason}`,
    );
    expect(reasons[0]).toContain('1 docket_entries[0].date_filed: must be a date, YYYY-MM-DD');
    expect(reasons[1]).toMatch(/^2 /);
    expect(reasons[2]).toContain('3 case_name: must not contain a NUL character');
    expect(reasons[3]).toMatch(/^4 .*expected object/);
    expect((await cases()).filter((number) => number.startsWith('bad'))).toEqual([
      'bad-1',
      'bad-6',
    ]);
  });

  it('may hold a record larger than the bound: it is skipped without being held', async () => {
    const huge = docket('huge', { note: 'x'.repeat(docketLimits.recordBytes) });
    const { body } = await send(`${huge}\n${docket('after-huge')}`, ndjson);
    expect(body).toMatchObject({ created: { cases: 1 }, rejectedCount: 1 });
    expect(body.rejected[0].reason).toMatch(/larger|bytes/);
    expect(await cases()).not.toContain('huge');
  });

  it('may hold a record nested too deep, and keys that would poison an object', async () => {
    const deep = `{"court_id":"nysd","docket_number":"deep","x":${'['.repeat(40)}${']'.repeat(40)}}`;
    const poison = docket('poison').replace('{', '{"__proto__":{"polluted":true},');
    const { body } = await send(`${deep}\n${poison}`, ndjson);
    expect(body).toMatchObject({ created: { cases: 1 }, rejected: [{ index: 0 }] });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('is counted whole but listed up to a bound when much of it is bad', async () => {
    const bad = Array.from({ length: docketLimits.rejections + 5 }, () => '{}').join('\n');
    const { body } = await send(bad, ndjson);
    expect(body.rejected).toHaveLength(docketLimits.rejections);
    expect(body.rejectedCount).toBe(docketLimits.rejections + 5);
  });

  it('may end with its connection: whole records stay, no half one, and the server goes on', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const outgoing = request(`${server.url}/api/docket/import`, {
      method: 'POST',
      headers: { ...ndjson.headers, authorization: `Bearer ${partner.token}` },
    });
    outgoing.on('error', () => resolve());
    outgoing.write(`${docket('gone-1')}\n${docket('gone-2')}\n${docket('gone-3').slice(0, 300)}`);
    for (let tries = 0; tries < 200 && !(await cases()).includes('gone-2'); tries++)
      await new Promise((done) => setTimeout(done, 20));
    outgoing.destroy();
    await promise;
    expect((await send(docket('gone-4'))).status).toBe(200);
    expect((await cases()).filter((number) => number.startsWith('gone'))).toEqual([
      'gone-1',
      'gone-2',
      'gone-4',
    ]);
    expect(await halves()).toBe(0);
  });

  it('keeps a docket with thousands of entries in order when it grows at its start', async () => {
    const many = Array.from({ length: 3000 }, (_, index) =>
      syntheticEntry(String(index + 1), '2021-04-01', `ENTRY ${index + 1}`),
    );
    const first = await send(docket('long', { docket_entries: many }));
    expect(first.body.created.entries).toBe(3000);
    const grown = [syntheticEntry(null, '2021-03-31', 'CASE TRANSFERRED IN'), ...many];
    const second = await send(docket('long', { docket_entries: grown }));
    expect(second.body).toMatchObject({ created: { entries: 1 }, unchanged: { entries: 3000 } });
    const { rows } = await sql<{ ok: boolean }>`select bool_and(
        position = coalesce(document_number::int, 0) + 1) as ok
      from docket_entries where case_id = (select id from cases where number = 'long')`.execute(
      server.database.db,
    );
    expect(rows).toEqual([{ ok: true }]);
  });

  it('may be far larger than the memory it takes', async () => {
    const one = Buffer.from(`${docket('stream-1')}\n`);
    const times = 400;
    let made = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (made++ === times) controller.close();
        else controller.enqueue(one);
      },
    });
    const answer = await send(body, ndjson);
    expect(answer.body).toMatchObject({ created: { cases: 1 }, unchanged: { cases: times - 1 } });
    const { pools, accounts } = server.platform.governor.snapshot();
    expect(accounts.filter(({ name }) => name === 'docket-import')).toEqual([]);
    expect(pools.find(({ name }) => name === 'stream')).toMatchObject({
      usedBytes: 0,
      leftoverTotal: 0,
      misuseTotal: 0,
    });
  });
});
