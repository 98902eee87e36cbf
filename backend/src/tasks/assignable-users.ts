import { roles } from '@lexiflow/contracts';
import { sql } from 'kysely';
import type { RawBuilder, SqlBool } from 'kysely';
import { rolePermissions } from '../authorization/role-permissions.ts';

const takers = roles.filter((role) => rolePermissions[role].permissions.has('task:read'));
const seeingAll = takers.filter((role) => rolePermissions[role].caseScope === 'all');
const seeingTeams = takers.filter((role) => rolePermissions[role].caseScope === 'team');

/**
 * The users (alias `u`) who can be given a task, as SQL: enabled, of a role that reads tasks, and
 * for a task of a case able to see that case. The same rule as `visibleCases`, asked about others.
 */
export function assignableUsers(caseId: string | null): RawBuilder<SqlBool> {
  const enabled = sql`u.disabled_at is null and u.role in (${sql.join(takers)})`;
  if (caseId === null) return sql<SqlBool>`(${enabled})`;
  return sql<SqlBool>`(${enabled}
    and (u.role in (${sql.join(seeingAll)}) or (u.role in (${sql.join(seeingTeams)})
      and exists (select 1 from case_team as joined
        where joined.case_id = ${caseId} and joined.user_id = u.id)))
    and not exists (select 1 from ethical_walls as standing where standing.case_id = ${caseId}
      and standing.user_id = u.id and standing.lifted_at is null))`;
}
