import type { Role } from '@lexiflow/contracts';
import { sql, type Kysely } from 'kysely';
import type { Tables } from '../platform/database/tables.ts';
import type { Viewer, ViewerGrant } from '../platform/http/viewer.ts';
import { GRANTS_PER_USER } from './authorization.limits.ts';
import './grant.schema.ts';
import { rolePermissions } from './role-permissions.ts';

/**
 * A user as work in the background sees them: with what role and live grants let them do now, and no
 * credential. Read in the caller's transaction, from no cache.
 */
export async function userViewer(
  db: Kysely<Tables>,
  user: {
    readonly userId: string;
    readonly name: string;
    readonly email: string;
    readonly role: Role;
  },
): Promise<Viewer> {
  const { userId, name, email, role } = user;
  const grants: ViewerGrant[] = await db
    .selectFrom('permission_grants')
    .select(['permission', 'scope', 'case_id as caseId'])
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .where(sql<boolean>`(expires_at is null or expires_at > now())`)
    .limit(GRANTS_PER_USER)
    .execute();
  const granted = grants.map(({ permission }) => permission);
  const permissions = new Set([...rolePermissions[role].permissions, ...granted]);
  return { kind: 'user', userId, name, email, role, permissions, grants, credentialId: null };
}
