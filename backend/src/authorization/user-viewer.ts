import type { Role } from '@lexiflow/contracts';
import { sql, type Kysely } from 'kysely';
import type { Tables } from '../platform/database/tables.ts';
import type { Viewer, ViewerGrant } from '../platform/http/viewer.ts';
import { GRANTS_PER_USER } from './authorization.limits.ts';
import './grant.schema.ts';
import { rolePermissions } from './role-permissions.ts';

/** A user as the table has them. */
export interface KnownUser {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
}

/**
 * A user as work in the background sees them: with what role and live grants let them do now, and no
 * credential. Read in the caller's transaction, from no cache.
 */
export async function userViewer(db: Kysely<Tables>, user: KnownUser): Promise<Viewer> {
  return viewerWith(user, (await liveGrants(db, [user.userId])).get(user.userId) ?? []);
}

/** The same for several users in one statement, by their ids. */
export async function userViewers(
  db: Kysely<Tables>,
  users: readonly KnownUser[],
): Promise<Map<string, Viewer>> {
  const known = new Map(users.map((user) => [user.userId, user]));
  if (known.size === 0) return new Map();
  const grants = await liveGrants(db, [...known.keys()]);
  return new Map(
    [...known].map(([userId, user]) => [userId, viewerWith(user, grants.get(userId) ?? [])]),
  );
}

function viewerWith({ role, ...user }: KnownUser, grants: readonly ViewerGrant[]): Viewer {
  const granted = grants.map(({ permission }) => permission);
  const permissions = new Set([...rolePermissions[role].permissions, ...granted]);
  return { kind: 'user', ...user, role, permissions, grants, credentialId: null };
}

async function liveGrants(
  db: Kysely<Tables>,
  userIds: readonly string[],
): Promise<Map<string, ViewerGrant[]>> {
  const rows = await db
    .selectFrom('permission_grants')
    .select(['user_id as userId', 'permission', 'scope', 'case_id as caseId'])
    .where('user_id', 'in', userIds)
    .where('revoked_at', 'is', null)
    .where(sql<boolean>`(expires_at is null or expires_at > now())`)
    .limit(GRANTS_PER_USER * userIds.length)
    .execute();
  const byUser = new Map<string, ViewerGrant[]>();
  for (const { userId, ...grant } of rows)
    byUser.set(userId, [...(byUser.get(userId) ?? []), grant]);
  return byUser;
}
