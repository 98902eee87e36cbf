import { setTimeout as wait } from 'node:timers/promises';
import { roles } from '@lexiflow/contracts';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Firm } from '../authorization/testing/firm.ts';
import { newId } from '../platform/database/id.ts';
import { startTestServer, type TestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestClient } from '../platform/http/testing/test-client.ts';
import { system } from './audit-entry.ts';
import { AuditLog } from './audit-log.ts';
import { AuditSealer } from './audit-sealer.ts';

describe('the audit pages', () => {
  let server: TestServer;
  let firm: Firm;
  let admin: TestClient;
  let log: AuditLog;

  beforeAll(async () => {
    server = await startTestServer();
    firm = new Firm(server.database);
    admin = await server.signInAs('admin');
    log = server.app.nest.get(AuditLog);
  });
  afterAll(() => server.close());

  const note = (action: string, more: object = {}) =>
    log.note(system, { action, objectType: 'thing', ...more });
  const actions = (body: { items: { action: string }[] }) => body.items.map(({ action }) => action);

  it('are open to administrators and operators only', async () => {
    for (const role of roles) {
      const client = await server.signInAs(role);
      const isOpen = ['admin', 'operator'].includes(role);
      for (const path of ['', '/verify', '/export']) {
        const { status } = await client.get(`/api/audit${path}`);
        expect(status, `${role} ${path}`).toBe(isOpen ? 200 : 403);
      }
    }
    expect((await server.anonymous.get('/api/audit')).status).toBe(401);
  });

  it('list the newest first and page without gaps or doubles', async () => {
    const objectId = newId();
    for (let count = 0; count < 7; count++) await note(`page.${count}`, { objectId });
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await admin.get(`/api/audit?objectId=${objectId}&limit=3${cursor}`);
      seen.push(...actions(body));
      cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
    } while (cursor !== '');
    expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map((n) => `page.${n}`));
  });

  it('filter by actor, action, area, object and time', async () => {
    const objectId = newId();
    const actorId = newId();
    await note('filter.first', { objectId });
    // The pages show milliseconds: the second event has to have another one.
    await wait(5);
    await log.note(
      { kind: 'user', userId: actorId, name: 'Ada' },
      { action: 'filter.second', objectType: 'other', objectId },
    );
    const find = async (query: string) => {
      const { body } = await admin.get(`/api/audit?objectId=${objectId}&${query}&count=true`);
      expect(body.total).toBe(body.items.length);
      return actions(body);
    };
    expect(await find(`actor=${actorId}`)).toEqual(['filter.second']);
    expect(await find('actor=system')).toEqual(['filter.first']);
    expect(await find('action=filter.first')).toEqual(['filter.first']);
    expect(await find('action=filter.')).toEqual(['filter.second', 'filter.first']);
    expect(await find('action=filte.')).toEqual([]);
    expect(await find('objectType=other')).toEqual(['filter.second']);
    const { body } = await admin.get(`/api/audit?objectId=${objectId}`);
    const at = body.items[0].at as string;
    expect(await find(`from=${at}`)).toEqual(['filter.second']);
    expect(await find(`to=${at}`)).toEqual(['filter.first']);
  });

  it.each([
    'from=yesterday',
    'from=0000-01-01T00:00:00Z',
    'caseId=1',
    'limit=101',
    'limit=0',
    'who=me',
    'cursor=x',
    'format=xml',
  ])('refuse %s', async (query) => {
    const path = query.startsWith('format') ? '/api/audit/export' : '/api/audit';
    const { status, body } = await admin.get(`${path}?${query}`);
    expect([status, body.code.slice(0, 12)]).toEqual([400, 'HTTP_INVALID']);
  });

  it('show what concerns a case only to those who may see the case', async () => {
    const caseId = await firm.case();
    await note('case.secret', { caseId });
    const walled = await server.signInAs('admin');
    await firm.wall(caseId, walled);
    const operator = await server.signInAs('operator');
    const found = async (client: TestClient) => {
      const { body } = await client.get(`/api/audit?caseId=${caseId}`);
      const exported = await client.get(`/api/audit/export?caseId=${caseId}`);
      return [body.items.length, String(exported.body).includes('case.secret')];
    };
    expect(await found(admin)).toEqual([1, true]);
    expect(await found(walled)).toEqual([0, false]);
    expect(await found(operator)).toEqual([0, false]);
  });

  it('export every match as NDJSON, in any number', async () => {
    const objectType = `bulk-${newId()}`;
    await sql`insert into audit_log (id, actor_kind, actor_name, action, object_type)
      select gen_random_uuid(), 'system', 'system', 'bulk.done', ${objectType}
      from generate_series(1, 1234)`.execute(server.database.db);
    const answer = await admin.get<string>(`/api/audit/export?objectType=${objectType}`);
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="audit.ndjson"');
    const lines = String(answer.body)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(1234);
    expect(new Set(lines.map(({ id }) => id)).size).toBe(1234);
  });

  it('export CSV that a spreadsheet shows as text', async () => {
    const objectId = newId();
    await log.note(
      { kind: 'user', userId: null, name: '=HYPERLINK("http://evil")' },
      { action: 'csv.done', objectType: 'thing', objectId, details: { quote: '"' } },
    );
    const answer = await admin.get<string>(`/api/audit/export?format=csv&objectId=${objectId}`);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [header, line, end] = answer.body.split('\r\n');
    expect(header).toMatch(/^at,actorKind,/);
    expect(line).toContain(`"'=HYPERLINK(""http://evil"")"`);
    expect(line).toContain(`"{""quote"":""\\""""}"`);
    expect(end).toBe('');
  });

  it('verify the chain and say where it is broken', async () => {
    const sealer = server.app.nest.get(AuditSealer);
    await note('verify.done');
    await sealer.seal();
    const whole = await admin.get('/api/audit/verify');
    expect(whole.body).toMatchObject({ ok: true, head: { hash: expect.any(String) } });
    const { db } = server.database;
    await sql`alter table audit_log disable trigger audit_log_append_only`.execute(db);
    await sql`update audit_log set ip = '6.6.6.6' where seal_seq = 2`.execute(db);
    const broken = await admin.get('/api/audit/verify');
    expect(broken.body).toMatchObject({
      ok: false,
      checked: 1,
      brokenAt: { sealed: 2, reason: 'changed-row' },
    });
    await sql`update audit_log set ip = null where seal_seq = 2`.execute(db);
    await sql`alter table audit_log enable trigger audit_log_append_only`.execute(db);
  });

  it('record who exported and who verified', async () => {
    const { body } = await admin.get(`/api/audit?actor=${admin.userId}&action=audit.&limit=100`);
    expect(new Set(actions(body))).toEqual(new Set(['audit.exported', 'audit.verified']));
    expect(body.items[0]).toMatchObject({ requestId: expect.any(String), ip: '127.0.0.1' });
  });

  it('record refused permissions, at most 20 a minute for each viewer', async () => {
    const associate = await server.signInAs('associate');
    for (let count = 0; count < 25; count++) await associate.get('/api/audit');
    await expect
      .poll(async () => {
        const query = `actor=${associate.userId}&action=access.refused&count=true&limit=1`;
        return (await admin.get(`/api/audit?${query}`)).body;
      })
      .toMatchObject({
        total: 20,
        items: [{ objectType: 'route', objectId: 'GET /api/audit', requestId: expect.any(String) }],
      });
  });
});
