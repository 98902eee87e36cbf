import type { Me } from '@lexiflow/contracts';
import type { Viewer } from '../../platform/http/viewer.ts';

/** A viewer as `GET /auth/me` shows it. */
export function meOf(viewer: Viewer): Me {
  const { kind, userId, name, email, role, permissions } = viewer;
  return { kind, userId, name, email, role, permissions: [...permissions] };
}
