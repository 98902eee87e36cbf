import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Firm } from '../authorization/testing/firm.ts';
import { newId } from '../platform/database/id.ts';
import { startTestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestClient } from '../platform/http/testing/test-client.ts';
import { bulkCall } from './testing/bulk-call.ts';

describe('bulk operations', () => {
  let server: TestServer;
  let partner: TestClient;
  let firm: Firm;

  beforeAll(async () => {
    server = await startTestServer();
    partner = await server.signInAs('partner');
    firm = new Firm(server.database);
    await sql`insert into courts (id, name, level) values ('bulk', 'Bulk Court', 'district')
      on conflict do nothing`.execute(server.database.db);
  });
  afterAll(() => server.close());

  const recorded = async (id: string): Promise<[number, number]> => {
    const { rows } = await sql<{ audited: number; told: number }>`select
      (select count(*)::int from audit_log where object_id = ${id}) as audited,
      (select count(*)::int from outbox where aggregate_id = ${id}) as told`.execute(
      server.database.db,
    );
    return [rows[0]?.audited ?? -1, rows[0]?.told ?? -1];
  };
  const statuses = (read: { lines: readonly { status: string }[] }) =>
    read.lines.map(({ status }) => status);

  it('inserts each good row as its single route does and names each bad one with its line', async () => {
    const read = await bulkCall(partner, 'cases/insert', [
      { number: 'in-1', title: 'Ash v. Birch', courtId: 'bulk' },
      { number: 'in-2', title: '' },
      { number: 'in-1', title: 'Ash again', courtId: 'bulk' },
      { number: 'in-4', title: 'Dates', status: 'closed', filedOn: '2024-02-30' },
      { number: 'in-5', title: 'Elm v. Fir', surprise: 1 },
      { number: 'in-6', title: 'Gum v. Hazel' },
    ]);
    expect(read.lines.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(statuses(read)).toEqual([
      'created',
      'rejected',
      'rejected',
      'rejected',
      'rejected',
      'created',
    ]);
    expect(read.lines[1]?.error).toMatchObject({
      code: 'HTTP_INVALID_INPUT',
      errors: [{ path: 'body.title' }],
    });
    expect(read.lines[2]?.error?.code).toBe('CASE_NUMBER_TAKEN');
    expect(read.lines[4]?.error?.errors).toEqual([
      { path: 'body.surprise', message: 'is not a known field' },
    ]);
    expect(read.end).toMatchObject({ end: 'complete', rows: 6, created: 2, rejected: 4 });
    const { id, version } = read.lines[0] as { id: string; version: number };
    const found = await partner.get(`/api/cases/${id}`);
    expect(found.body).toMatchObject({ title: 'Ash v. Birch', version });
    expect(await recorded(id)).toEqual(await recorded((read.lines[5] as { id: string }).id));
    expect((await recorded(id)).every((count) => count > 0)).toBe(true);
  });

  it('makes one record for a key, however often the call is repeated', async () => {
    const rows = [1, 2, 3].map((n) => ({ key: `p-${n}`, name: `Party ${n}`, kind: 'person' }));
    const first = await bulkCall(partner, 'parties/insert', rows);
    const again = await bulkCall(partner, 'parties/insert', rows);
    expect(statuses(first)).toEqual(['created', 'created', 'created']);
    expect(statuses(again)).toEqual(['unchanged', 'unchanged', 'unchanged']);
    expect(again.lines.map(({ id }) => id)).toEqual(first.lines.map(({ id }) => id));
    const other = await bulkCall(partner, 'parties/insert', [{ key: 'p-1', name: 'Other' }]);
    expect(other.lines[0]?.error?.code).toBe('BULK_KEY_REUSED');
    const stranger = await server.signInAs('partner');
    expect(statuses(await bulkCall(stranger, 'parties/insert', rows))[0]).toBe('created');
  });

  it('changes and archives at the version that was read, once', async () => {
    const made = await bulkCall(partner, 'clients/insert', [
      { key: 'c-1', number: 'C-1', party: { name: 'One' } },
      { key: 'c-2', number: 'C-2', party: { name: 'Two' } },
    ]);
    const [one, two] = made.lines;
    const read = await bulkCall(partner, 'clients/update', [
      { id: one?.id, version: one?.version, status: 'former' },
      { id: one?.id, version: one?.version, status: 'active' },
      { key: 'c-2', version: two?.version, number: 'C-2' },
      { id: two?.id, status: 'former' },
      { key: 'nobody', version: 1, status: 'former' },
      { version: 1, status: 'former' },
      { id: newId(), version: 1, status: 'former' },
    ]);
    expect(read.lines.map(({ status, error }) => error?.code ?? status)).toEqual([
      'updated',
      'HTTP_STALE_VERSION',
      'unchanged',
      'HTTP_VERSION_MISSING',
      'BULK_KEY_UNKNOWN',
      'HTTP_INVALID_INPUT',
      'CLIENT_NOT_FOUND',
    ]);
    const version = read.lines[0]?.version;
    const rows = [{ id: one?.id, version }];
    expect(statuses(await bulkCall(partner, 'clients/delete', rows))).toEqual(['archived']);
    expect((await partner.get(`/api/clients/${one?.id}`)).body.archivedAt).not.toBeNull();
    const gone = await bulkCall(partner, 'clients/delete', [{ key: 'c-1', version: 3 }]);
    expect(statuses(gone)).toEqual(['unchanged']);
  });

  it('makes or changes by the natural key, and changes only what a row says', async () => {
    const row = { courtId: 'bulk', number: 'up-1', title: 'Pine v. Quince' };
    const made = await bulkCall(partner, 'cases/upsert', [row, row]);
    expect(statuses(made)).toEqual(['created', 'unchanged']);
    const id = made.lines[0]?.id;
    const closed = { ...row, status: 'closed', closedOn: '2024-05-06' };
    expect(statuses(await bulkCall(partner, 'cases/upsert', [closed]))).toEqual(['updated']);
    const retitled = await bulkCall(partner, 'cases/upsert', [
      { ...row, key: 'up', title: 'Pine v. Rowan' },
    ]);
    expect(retitled.lines[0]).toMatchObject({ id, status: 'updated' });
    const { body } = await partner.get(`/api/cases/${id}`);
    expect(body).toMatchObject({ title: 'Pine v. Rowan', status: 'closed' });
    const byKey = await bulkCall(partner, 'cases/upsert', [{ ...row, key: 'up', number: 'up-9' }]);
    expect(byKey.lines[0]).toMatchObject({ id, status: 'updated' });
    const unnamed = await bulkCall(partner, 'cases/upsert', [{ number: 'x', title: 'No court' }]);
    expect(unnamed.lines[0]?.error?.errors?.[0]?.path).toBe('body.key');
  });

  it('makes, changes and cancels tasks, but moves none to another case', async () => {
    const caseId = await firm.case();
    await firm.join(caseId, partner);
    const row = { key: 't-1', title: 'Serve the summons', caseId };
    expect(statuses(await bulkCall(partner, 'tasks/upsert', [row, row]))).toEqual([
      'created',
      'unchanged',
    ]);
    const [changed] = (await bulkCall(partner, 'tasks/upsert', [{ ...row, priority: 'high' }]))
      .lines;
    expect(changed?.status).toBe('updated');
    const moved = await bulkCall(partner, 'tasks/upsert', [{ ...row, caseId: null }]);
    expect(moved.lines[0]?.error).toMatchObject({
      code: 'BULK_FIELD_FIXED',
      errors: [{ path: 'body.caseId' }],
    });
    const { version } = changed as { version: number };
    await bulkCall(partner, 'tasks/delete', [{ key: 't-1', version }]);
    const { body } = await partner.get(`/api/tasks/${changed?.id}`);
    expect(body).toMatchObject({ status: 'cancelled', priority: 'high' });
  });

  it('answers a walled case as if there were none, by id, by key and by number', async () => {
    const made = await bulkCall(partner, 'cases/insert', [
      { key: 'wall', courtId: 'bulk', number: 'wall-1', title: 'Secret v. Secret' },
    ]);
    const { id, version } = made.lines[0] as { id: string; version: number };
    await firm.wall(id, partner);
    const stranger = await server.signInAs('associate');
    for (const by of [partner, stranger]) {
      const change = await bulkCall(by, 'cases/update', [
        { id, version, title: 'Taken' },
        { id: newId(), version, title: 'Nothing' },
      ]);
      const [walled, absent] = change.lines.map(({ error }) => error);
      expect(walled).toEqual(absent);
    }
    const byKey = await bulkCall(partner, 'cases/delete', [{ key: 'wall', version }]);
    expect(byKey.lines[0]?.error?.code).toBe('AUTHZ_CASE_NOT_FOUND');
    const byNumber = await bulkCall(partner, 'cases/upsert', [
      { courtId: 'bulk', number: 'wall-1', title: 'Taken' },
    ]);
    expect(byNumber.lines[0]?.error?.code).toBe('CASE_NUMBER_REFUSED');
    const { rows } =
      await sql`select title, version, archived_at from cases where id = ${id}`.execute(
        server.database.db,
      );
    expect(rows).toEqual([{ title: 'Secret v. Secret', version, archived_at: null }]);
  });

  it('leaves one record for each key when two calls write the same rows at once', async () => {
    const rows = Array.from({ length: 60 }, (_, n) => ({
      key: `both-${n}`,
      courtId: 'bulk',
      number: `both-${n}`,
      title: `Both ${n}`,
    }));
    const reads = await Promise.all([
      bulkCall(partner, 'cases/upsert', rows),
      bulkCall(partner, 'cases/upsert', rows.toReversed()),
      bulkCall(partner, 'cases/upsert', rows),
    ]);
    for (const { end } of reads) expect(end).toMatchObject({ end: 'complete', rejected: 0 });
    expect(reads.flatMap(statuses).filter((status) => status === 'created')).toHaveLength(60);
    expect(new Set(reads.flatMap(({ lines }) => lines.map(({ id }) => id))).size).toBe(60);
  });

  it('needs the permission of the single route', async () => {
    const paralegal = await server.signInAs('client');
    const { status, problem } = await bulkCall(paralegal, 'clients/insert', []);
    expect([status, problem.code]).toEqual([403, 'HTTP_NOT_ALLOWED']);
    expect((await bulkCall(partner, 'parties/delete', [])).status).toBe(404);
  });
});
