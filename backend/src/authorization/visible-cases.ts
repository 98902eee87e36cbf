import type { Permission } from '@lexiflow/contracts';
import { sql, type Expression, type RawBuilder, type SqlBool } from 'kysely';
import type { Viewer } from '../platform/http/viewer.ts';
import { reachOf, type Reach } from './reach.ts';

/** Column that holds the case id (`cases.id`), or an expression for it. */
export type CaseIdReference = string | Expression<unknown>;

/**
 * The cases of `visibleCases` as an SQL array, for queries that look for them among many links; null
 * when every case is open to the viewer, of which there may be too many to list.
 */
export function teamCases(viewer: Viewer): RawBuilder<string[]> | null {
  const { userId } = viewer;
  const reach = reachOf(viewer, 'case:read');
  if (userId === null || reach.all) return null;
  if (isNothing(reach)) return sql<string[]>`'{}'::uuid[]`;
  const { team, own, caseIds } = reach;
  const ofTeam = sql`select access_team.case_id from case_team as access_team
    where access_team.user_id = ${userId}${team ? sql`` : sql` and access_team.team_role = 'lead'`}`;
  const granted = sql`select access_grant.case_id
    from unnest(${[...caseIds]}::uuid[]) as access_grant (case_id)`;
  const all = [...(team || own ? [ofTeam] : []), ...(caseIds.length > 0 ? [granted] : [])];
  return sql<string[]>`array(select access_open.case_id
    from (${sql.join(all, sql` union `)}) as access_open where not exists (
      select 1 from ethical_walls as access_wall
      where access_wall.case_id = access_open.case_id and access_wall.user_id = ${userId}
        and access_wall.lifted_at is null))`;
}

/**
 * The one access rule as SQL: true for the cases that `viewer` may know of. (Role scope or grant) ×
 * case team × standing ethical wall; the wall beats role, grant and team. The operator's `ADMIN_TOKEN`
 * and the local command line are no users and see every case. Index lookups only: `case_team` by
 * primary key, `ethical_walls_standing` by user and case.
 */
export function visibleCases(viewer: Viewer, caseId: CaseIdReference): RawBuilder<SqlBool> {
  if (viewer.userId === null) return sql<SqlBool>`true`;
  const reach = reachOf(viewer, 'case:read');
  if (isNothing(reach)) return sql<SqlBool>`false`;
  const id = typeof caseId === 'string' ? sql.ref(caseId) : caseId;
  const unwalled = sql<SqlBool>`not exists (select 1 from ethical_walls as access_wall
    where access_wall.case_id = ${id} and access_wall.user_id = ${viewer.userId}
    and access_wall.lifted_at is null)`;
  if (reach.all) return unwalled;
  return sql<SqlBool>`(${within(viewer.userId, reach, id)} and ${unwalled})`;
}

/**
 * SQL that is true for the cases on which the viewer holds `permission`, among those that
 * `visibleCases` shows. Constant for viewers without grants.
 */
export function permittedCases(
  viewer: Viewer,
  permission: Permission,
  caseId: CaseIdReference,
): RawBuilder<SqlBool> {
  const { userId, grants } = viewer;
  const reach = reachOf(viewer, permission);
  if (userId === null || reach.all || grants === undefined || grants.length === 0)
    return isNothing(reach) ? sql<SqlBool>`false` : sql<SqlBool>`true`;
  if (isNothing(reach)) return sql<SqlBool>`false`;
  return within(userId, reach, typeof caseId === 'string' ? sql.ref(caseId) : caseId);
}

function isNothing({ all, team, own, caseIds }: Reach): boolean {
  return !all && !team && !own && caseIds.length === 0;
}

function within(
  userId: string,
  { team, own, caseIds }: Reach,
  id: Expression<unknown>,
): RawBuilder<SqlBool> {
  const onTeam = sql<SqlBool>`exists (select 1 from case_team as access_team
    where access_team.case_id = ${id} and access_team.user_id = ${userId}${
      team ? sql`` : sql` and access_team.team_role = 'lead'`
    })`;
  if (caseIds.length === 0) return onTeam;
  const granted = sql<SqlBool>`${id} = any(${[...caseIds]}::uuid[])`;
  return team || own ? sql<SqlBool>`(${onTeam} or ${granted})` : granted;
}
