import type { Permission, Role } from '@lexiflow/contracts';
import { rolePermissions } from '../authorization/role-permissions.ts';
import type { Viewer } from '../platform/http/viewer.ts';

/** The user a webhook belongs to, and what its own scopes leave of their permissions. */
export interface WebhookOwner {
  readonly ownerId: string;
  readonly ownerName: string;
  readonly role: Role;
  readonly scopes: readonly Permission[] | null;
}

/**
 * The viewer on whose behalf a webhook hears: its owner, with the scopes of the API key it was made
 * with. What the owner loses, the webhook loses.
 */
export function ownerViewer({ ownerId, ownerName, role, scopes }: WebhookOwner): Viewer {
  const ofRole = rolePermissions[role].permissions;
  return {
    kind: scopes === null ? 'user' : 'api-key',
    userId: ownerId,
    name: ownerName,
    email: null,
    role,
    permissions: scopes === null ? ofRole : new Set(scopes.filter((scope) => ofRole.has(scope))),
    credentialId: null,
  };
}
