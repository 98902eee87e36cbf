import type { Viewer } from '../platform/http/viewer.ts';
import { permissionMask } from './permission-mask.ts';

/**
 * A short text for cache keys: answers made for one key may be given to every viewer with the same
 * key, on any instance. It changes with the user's role, key scopes, team memberships and walls,
 * because each of those raises the user's access version in its own transaction.
 */
export function scopeKey(viewer: Viewer): string {
  const mask = permissionMask(viewer.permissions);
  if (viewer.userId === null) return `all:${mask}`;
  return `${viewer.userId}:${viewer.accessVersion ?? 0}:${viewer.role}:${mask}`;
}
