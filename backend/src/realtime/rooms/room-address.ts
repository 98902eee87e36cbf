import type { Viewer } from '../../platform/http/viewer.ts';
import type { RoomAddress } from './room.ts';

const caseRoom = /^case:([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/;

/** The room a viewer means by a name; null when nobody has such a room. */
export function roomAddress(name: string, viewer: Pick<Viewer, 'userId'>): RoomAddress | null {
  const caseId = caseRoom.exec(name)?.[1];
  if (caseId !== undefined) return { key: name, name: `case:${caseId}`, kind: 'case', caseId };
  switch (name) {
    case 'docket':
    case 'documents':
    case 'memory':
      return { key: name, name, kind: name, caseId: null };
    case 'notifications':
      if (viewer.userId === null) return null;
      return { key: notificationsOf(viewer.userId), name, kind: name, caseId: null };
    default:
      return null;
  }
}

/** Key of a user's own room. */
export function notificationsOf(userId: string): string {
  return `notifications:${userId}`;
}
