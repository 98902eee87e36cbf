import { permissions, type Permission } from '@lexiflow/contracts';
import { rolePermissions } from '../../authorization/role-permissions.ts';
import type { Viewer } from '../../platform/http/viewer.ts';
import type { LiveCredential } from './credential.repository.ts';

/**
 * The viewer of a live credential. An API key holds those of its scopes that its owner's role
 * still allows, so that a demoted owner's keys are demoted with them.
 */
export function viewerOf(credential: LiveCredential): Viewer {
  const ofRole = rolePermissions[credential.role].permissions;
  const held: ReadonlySet<Permission> =
    credential.scopes === null
      ? ofRole
      : new Set(credential.scopes.filter((scope) => ofRole.has(scope)));
  return {
    kind: credential.scopes === null ? 'user' : 'api-key',
    userId: credential.userId,
    name: credential.name,
    email: credential.email,
    role: credential.role,
    permissions: held,
    credentialId: credential.credentialId,
    accessVersion: credential.accessVersion,
  };
}

/** The viewer of the operator's own token or of the local command line: no user, every right. */
export function operatorViewer(kind: 'admin-token' | 'local'): Viewer {
  return {
    kind,
    userId: null,
    name: kind,
    email: null,
    role: 'admin',
    permissions: new Set(permissions),
    credentialId: null,
  };
}
