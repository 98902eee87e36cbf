import type { Role } from '@lexiflow/contracts';
import type { Viewer } from '../platform/http/viewer.ts';
import { rolePermissions } from './role-permissions.ts';

/** A user as work in the background sees them: with what their role may do, and no credential. */
export function userViewer(user: {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
}): Viewer {
  const { permissions } = rolePermissions[user.role];
  return { ...user, kind: 'user', permissions, credentialId: null };
}
