import { roles, type Permission, type Role } from '@lexiflow/contracts';
import { sql, type Transaction } from 'kysely';
import type { Tables } from '../platform/database/tables.ts';
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
  readonly needs: readonly Permission[];
  readonly limit: number;
}

/**
 * The enabled users among the wished ones who may see the case now, by the same rule as
 * `visibleCases`: role scope × case team × standing ethical wall. Ordered by id.
 */
export async function caseAudience(
  trx: Transaction<Tables>,
  { caseId, userIds, needs, limit }: AudienceWish,
): Promise<AudienceMember[]> {
  const of = (scope: 'all' | 'team'): Role[] =>
    roles.filter((role) => {
      const { caseScope, permissions } = rolePermissions[role];
      return (
        caseScope === scope && ['case:read' as const, ...needs].every((p) => permissions.has(p))
      );
    });
  const isMember = sql`exists (select 1 from case_team as t
    where t.case_id = ${caseId} and t.user_id = u.id)`;
  const isWished = userIds === null ? isMember : sql`u.id = any(${[...userIds]}::uuid[])`;
  const { rows } =
    await sql<AudienceMember>`select u.id as "userId", u.name, u.email as address from users as u
    where u.disabled_at is null and ${isWished}
      and (u.role = any(${of('all')}::text[])
        or (u.role = any(${of('team')}::text[]) and ${isMember}))
      and not exists (select 1 from ethical_walls as w
        where w.case_id = ${caseId} and w.user_id = u.id and w.lifted_at is null)
    order by u.id limit ${limit}`.execute(trx);
  return rows;
}
