import { permissions, type Permission } from '@lexiflow/contracts';
import type { Viewer, ViewerGrant } from '../../platform/http/viewer.ts';
import type { LiveCredential } from './credential.repository.ts';

/**
 * The viewer of a live credential, who holds `held`. An API key has those grants of its owner that its
 * scopes name, as it has those of the role's permissions.
 */
export function viewerOf(
  credential: LiveCredential,
  held: ReadonlySet<Permission>,
  grants: readonly ViewerGrant[] = [],
): Viewer {
  const within = grants.filter(({ permission }) => held.has(permission));
  return {
    kind: credential.scopes === null ? 'user' : 'api-key',
    userId: credential.userId,
    name: credential.name,
    email: credential.email,
    role: credential.role,
    permissions: held,
    ...(within.length === 0 ? {} : { grants: within }),
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
