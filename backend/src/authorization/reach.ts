import type { Permission } from '@lexiflow/contracts';
import type { Viewer } from '../platform/http/viewer.ts';
import { rolePermissions } from './role-permissions.ts';

/** On which cases a viewer holds a permission, by role and grants together. */
export interface Reach {
  readonly all: boolean;
  readonly team: boolean;
  /** Cases the viewer leads. */
  readonly own: boolean;
  readonly caseIds: readonly string[];
}

/** Whether the viewer's role, within the scopes of an API key, holds the permission. */
export function roleHolds({ userId, role, permissions }: Viewer, permission: Permission): boolean {
  if (!permissions.has(permission)) return false;
  return userId === null || rolePermissions[role].permissions.has(permission);
}

/** Whether the viewer holds a permission wherever the role's own rule would apply, or by a grant for all. */
export function holdsThroughout(viewer: Viewer, permission: Permission): boolean {
  if (roleHolds(viewer, permission)) return true;
  return (viewer.grants ?? []).some(
    (grant) => grant.permission === permission && grant.scope === 'all',
  );
}

/** Where the viewer holds a permission on cases; ethical walls are not in it. */
export function reachOf(viewer: Viewer, permission: Permission): Reach {
  const isOfRole = roleHolds(viewer, permission);
  const ofRole = viewer.userId === null ? 'all' : rolePermissions[viewer.role].caseScope;
  const granted = (viewer.grants ?? []).filter((grant) => grant.permission === permission);
  const has = (scope: string): boolean => granted.some((grant) => grant.scope === scope);
  return {
    all: (isOfRole && ofRole === 'all') || has('all'),
    team: (isOfRole && ofRole === 'team') || has('team'),
    own: has('own'),
    caseIds: granted.flatMap(({ caseId }) => (caseId === null ? [] : [caseId])),
  };
}
