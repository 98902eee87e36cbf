import type { Viewer } from '../platform/http/viewer.ts';
import { permissionMask } from './permission-mask.ts';

/**
 * A short text for cache keys: answers made for one key may be given to every viewer with the same
 * key, on any instance. It changes with the user's role, key scopes, team memberships, walls and
 * grants, because each of those raises the user's access version in its own transaction; the number
 * of grants is in it because a grant can end by its time alone.
 */
export function scopeKey(viewer: Viewer): string {
  const mask = permissionMask(viewer.permissions);
  if (viewer.userId === null) return `all:${mask}`;
  const grants = viewer.grants?.length ? `:${viewer.grants.length}` : '';
  return `${viewer.userId}:${viewer.accessVersion ?? 0}:${viewer.role}:${mask}${grants}`;
}
