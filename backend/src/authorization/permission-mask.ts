import { permissions, type Permission } from '@lexiflow/contracts';

/** A set of permissions as a short text: equal sets give equal texts, different sets different ones. */
export function permissionMask(held: ReadonlySet<Permission>): string {
  let mask = 0n;
  permissions.forEach((permission, bit) => {
    if (held.has(permission)) mask |= 1n << BigInt(bit);
  });
  return mask.toString(36);
}
