import type { Role } from '@lexiflow/contracts';
import type { Viewer } from '../platform/http/viewer.ts';
import { authorizationErrors } from './authorization.errors.ts';
import { holdsThroughout } from './reach.ts';
import { rolePermissions } from './role-permissions.ts';

/**
 * Passes when the viewer holds every permission of the role: nobody hands out, or takes over, more
 * than they may do themselves. Throws AUTHZ_ESCALATION naming what is missing.
 */
export function requireCovers(viewer: Viewer, role: Role): void {
  const missing = [...rolePermissions[role].permissions].filter(
    (permission) => !holdsThroughout(viewer, permission),
  );
  if (missing.length > 0)
    throw authorizationErrors.escalation(`The role ${role} also holds ${missing.join(', ')}.`);
}
