import { sql, type Expression, type RawBuilder, type SqlBool } from 'kysely';
import type { Viewer } from '../platform/http/viewer.ts';
import { rolePermissions } from './role-permissions.ts';

/** Column that holds the case id (`cases.id`), or an expression for it. */
export type CaseIdReference = string | Expression<unknown>;

/**
 * The cases of `visibleCases` as an SQL array, for queries that look for them among many links; null
 * when the viewer's role opens every case, of which there may be too many to list.
 */
export function teamCases({ userId, role, permissions }: Viewer): RawBuilder<string[]> | null {
  if (userId === null || rolePermissions[role].caseScope !== 'team') return null;
  if (!permissions.has('case:read')) return sql<string[]>`'{}'::uuid[]`;
  return sql<string[]>`array(select access_team.case_id from case_team as access_team
    where access_team.user_id = ${userId} and not exists (
      select 1 from ethical_walls as access_wall
      where access_wall.case_id = access_team.case_id and access_wall.user_id = ${userId}
        and access_wall.lifted_at is null))`;
}

/**
 * The one access rule as SQL: true for the cases that `viewer` may know of. Role scope × case team
 * × standing ethical wall; the wall beats role and team. The operator's `ADMIN_TOKEN` and the
 * local command line are no users and see every case. Index lookups only: `case_team` by primary
 * key, `ethical_walls_standing` by user and case.
 */
export function visibleCases(viewer: Viewer, caseId: CaseIdReference): RawBuilder<SqlBool> {
  if (viewer.userId === null) return sql<SqlBool>`true`;
  const { caseScope } = rolePermissions[viewer.role];
  if (caseScope === 'none' || !viewer.permissions.has('case:read')) return sql<SqlBool>`false`;
  const id = typeof caseId === 'string' ? sql.ref(caseId) : caseId;
  const userId = viewer.userId;
  const unwalled = sql<SqlBool>`not exists (select 1 from ethical_walls as access_wall
    where access_wall.case_id = ${id} and access_wall.user_id = ${userId}
    and access_wall.lifted_at is null)`;
  if (caseScope === 'all') return unwalled;
  return sql<SqlBool>`(exists (select 1 from case_team as access_team
    where access_team.case_id = ${id} and access_team.user_id = ${userId}) and ${unwalled})`;
}
