import { roles, type Role } from '@lexiflow/contracts';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditBuffer } from '../audit/audit-buffer.ts';
import { AuditLog } from '../audit/audit-log.ts';
import { AuditSpill } from '../audit/audit-spill.ts';
import { RefusalLog } from '../audit/refusal-log.ts';
import { writeAuditRows } from '../audit/write-audit-rows.ts';
import type { Database } from '../platform/database/database.ts';
import { newId } from '../platform/database/id.ts';
import { openTestDatabase } from '../platform/database/testing/open-test-database.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { AccessService } from './access.service.ts';
import { rolePermissions } from './role-permissions.ts';
import { Firm, operatorViewer } from './testing/firm.ts';
import { teamCases, visibleCases } from './visible-cases.ts';

describe('access to cases', () => {
  let database: Database;
  let firm: Firm;
  let access: AccessService;
  let buffer: AuditBuffer;

  beforeAll(async () => {
    database = await openTestDatabase();
    firm = new Firm(database);
    buffer = new AuditBuffer({
      write: (rows) => writeAuditRows(database.db, rows),
      spill: new AuditSpill('/nonexistent/spill', { error: () => {}, warn: () => {} }),
      wait: async () => {},
    });
    access = new AccessService(database, new RefusalLog(new AuditLog(buffer)));
  });

  afterAll(async () => {
    await database.close();
  });

  const sees = async (viewer: Viewer, caseId: string): Promise<boolean> => {
    const { rows } = await sql`select 1 from cases
      where cases.id = ${caseId} and ${visibleCases(viewer, 'cases.id')}`.execute(database.db);
    expect(await access.visibleTo(caseId, [viewer, viewer]), 'asked for many at once').toEqual([
      rows.length === 1,
      rows.length === 1,
    ]);
    const listed = teamCases(viewer);
    if (listed !== null) {
      const { rows: both } = await sql<{
        has: boolean;
      }>`select ${caseId} = any(${listed}) as has`.execute(database.db);
      expect(both[0]?.has, 'the list of cases agrees with the rule').toBe(rows.length === 1);
    }
    return rows.length === 1;
  };

  it.each(roles)('shows a %s the cases of its scope', async (role: Role) => {
    const viewer = await firm.user(role);
    const [foreign, own] = [await firm.case(), await firm.case()];
    await firm.join(own, viewer, role === 'client' ? 'client' : 'member');
    const { caseScope } = rolePermissions[role];
    expect(await sees(viewer, foreign)).toBe(caseScope === 'all');
    expect(await sees(viewer, own)).toBe(caseScope !== 'none');
  });

  it.each(roles)('hides a walled case from a %s, on the team or not', async (role: Role) => {
    const viewer = await firm.user(role);
    const [teamed, other] = [await firm.case(), await firm.case()];
    await firm.join(teamed, viewer);
    const walls = [await firm.wall(teamed, viewer), await firm.wall(other, viewer)];
    expect([await sees(viewer, teamed), await sees(viewer, other)]).toEqual([false, false]);
    for (const wall of walls) await firm.lift(wall);
    const { caseScope } = rolePermissions[role];
    expect(await sees(viewer, teamed)).toBe(caseScope !== 'none');
    expect(await sees(viewer, other)).toBe(caseScope === 'all');
  });

  it('keeps a wall between one user and one case only', async () => {
    const [walled, colleague] = [await firm.user('partner'), await firm.user('partner')];
    const [caseId, otherCase] = [await firm.case(), await firm.case()];
    await firm.wall(caseId, walled);
    expect(await sees(colleague, caseId)).toBe(true);
    expect(await sees(walled, otherCase)).toBe(true);
  });

  it('shows every case to the operator, who is no user', async () => {
    expect(await sees(operatorViewer, await firm.case())).toBe(true);
  });

  it('shows no case to an API key without the scope case:read', async () => {
    const owner = await firm.user('partner');
    const key: Viewer = { ...owner, kind: 'api-key', permissions: new Set(['client:read']) };
    expect(await sees(key, await firm.case())).toBe(false);
  });

  it('works on any column that holds a case id', async () => {
    const viewer = await firm.user('associate');
    const caseId = await firm.case();
    await firm.join(caseId, viewer);
    await firm.join(caseId, await firm.user('associate'));
    const query = database.db
      .selectFrom('case_team as t')
      .select('t.user_id')
      .where(visibleCases(viewer, 't.case_id'))
      .where('t.case_id', '=', caseId);
    expect(await query.execute()).toHaveLength(2);
  });

  it('answers the same for a hidden case, an unknown case and a wrong id', async () => {
    const viewer = await firm.user('associate');
    const ids = [await firm.case(), newId(), 'not-an-id', "' or true --"];
    for (const id of ids) {
      await expect(access.requireCase(viewer, id, 'case:read')).rejects.toMatchObject({
        code: 'AUTHZ_CASE_NOT_FOUND',
        spec: { status: 404 },
      });
    }
  });

  it('refuses a missing permission only on a case the viewer may know of', async () => {
    const viewer = await firm.user('client');
    const [own, foreign] = [await firm.case(), await firm.case()];
    await firm.join(own, viewer, 'client');
    await expect(access.requireCase(viewer, own, 'case:read')).resolves.toBeUndefined();
    await expect(access.requireCase(viewer, own, 'case:change')).rejects.toMatchObject({
      code: 'AUTHZ_NOT_ALLOWED',
      spec: { status: 403 },
    });
    await expect(access.requireCase(viewer, foreign, 'case:change')).rejects.toMatchObject({
      code: 'AUTHZ_CASE_NOT_FOUND',
    });
  });

  it('records a denied id and a refused permission, but not an id that nothing has', async () => {
    const viewer = await firm.user('client');
    const [own, foreign] = [await firm.case(), await firm.case()];
    await firm.join(own, viewer, 'client');
    const attempts = [
      access.requireCase(viewer, own, 'case:archive'),
      access.requireCase(viewer, foreign, 'case:read'),
      access.requireCase(viewer, newId(), 'case:read'),
    ];
    await Promise.allSettled(attempts);
    await buffer.flush();
    const rows = await database.db
      .selectFrom('audit_log')
      .where('actor_id', '=', viewer.userId)
      .select(['action', 'case_id', 'details'])
      .orderBy('action')
      .execute();
    expect(rows).toEqual([
      { action: 'access.hidden', case_id: foreign, details: { permission: 'case:read' } },
      { action: 'access.refused', case_id: own, details: { permission: 'case:archive' } },
    ]);
  });

  it('records no more than 20 refusals of one viewer a minute', async () => {
    const viewer = await firm.user('associate');
    const foreign = await firm.case();
    for (let count = 0; count < 40; count++) {
      await access.requireCase(viewer, foreign, 'case:read').catch(() => {});
    }
    await buffer.flush();
    const rows = await database.db
      .selectFrom('audit_log')
      .where('actor_id', '=', viewer.userId)
      .select('id')
      .execute();
    expect(rows).toHaveLength(20);
  });
});
