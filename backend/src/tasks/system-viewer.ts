import type { Viewer } from '../platform/http/viewer.ts';

/** Who acts when the clock does: no user, and the name says so in audit log and timeline. */
export const systemViewer: Viewer = {
  kind: 'local',
  userId: null,
  name: 'LexiFlow',
  email: null,
  role: 'admin',
  permissions: new Set(),
  credentialId: null,
};
