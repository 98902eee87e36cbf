import { roles, type Permission, type Role } from '@lexiflow/contracts';
import { sql, type RawBuilder, type SqlBool, type Transaction } from 'kysely';
import type { Tables } from '../platform/database/tables.ts';
import './grant.schema.ts';
import { rolePermissions } from './role-permissions.ts';

/** A user who may be told of a case. */
export interface AudienceMember {
  readonly userId: string;
  readonly name: string;
  readonly address: string;
}

/** Whom to look among, and what they must be allowed to do. */
export interface AudienceWish {
  readonly caseId: string;
  /** Users to look among; null: the team of the case. */
  readonly userIds: readonly string[] | null;
  /** Beside seeing the case. */
  readonly needs: readonly Permission[];
  readonly limit: number;
}

/**
 * The enabled users among the wished ones who may see the case now, by the same rule as
 * `visibleCases`, asked from the other side: (role scope or grant) × case team × standing ethical
 * wall. Ordered by id.
 */
export async function caseAudience(
  trx: Transaction<Tables>,
  { caseId, userIds, needs, limit }: AudienceWish,
): Promise<AudienceMember[]> {
  const isMember = onTeam(caseId);
  const isWished = userIds === null ? isMember : sql`u.id = any(${[...userIds]}::uuid[])`;
  const holds = ['case:read' as const, ...needs].map((permission) => holdsOn(caseId, permission));
  const { rows } = await sql<AudienceMember>`select u.id as "userId", u.name, u.email as address
    from users as u
    where u.disabled_at is null and ${isWished} and ${sql.join(holds, sql` and `)}
      and not exists (select 1 from ethical_walls as w
        where w.case_id = ${caseId} and w.user_id = u.id and w.lifted_at is null)
    order by u.id limit ${limit}`.execute(trx);
  return rows;
}

/** Whether user `u` holds the permission on the case, by role or by a live grant. */
function holdsOn(caseId: string, permission: Permission): RawBuilder<SqlBool> {
  const of = (scope: 'all' | 'team'): Role[] =>
    roles.filter((role) => {
      const { caseScope, permissions } = rolePermissions[role];
      return caseScope === scope && permissions.has(permission);
    });
  return sql<SqlBool>`(u.role = any(${of('all')}::text[])
    or (u.role = any(${of('team')}::text[]) and ${onTeam(caseId)})
    or exists (select 1 from permission_grants as g
      where g.user_id = u.id and g.permission = ${permission} and g.revoked_at is null
        and (g.expires_at is null or g.expires_at > now())
        and (g.scope = 'all' or (g.scope = 'case' and g.case_id = ${caseId})
          or (g.scope = 'team' and ${onTeam(caseId)})
          or (g.scope = 'own' and ${onTeam(caseId, 'lead')}))))`;
}

function onTeam(caseId: string, teamRole: string | null = null): RawBuilder<SqlBool> {
  return sql<SqlBool>`exists (select 1 from case_team as t where t.case_id = ${caseId}
    and t.user_id = u.id and (${teamRole}::text is null or t.team_role = ${teamRole}))`;
}
