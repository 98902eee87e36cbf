import type { Permission } from '@lexiflow/contracts';
import type { StoredEvent } from '../../platform/events/stored-event.ts';
import { notificationsOf } from '../rooms/room-address.ts';

/** The keys of the rooms that are told of an event. */
export function roomsOf(event: Pick<StoredEvent, 'type' | 'caseId' | 'payload'>): string[] {
  const { type, caseId, payload } = event;
  if (type.startsWith('notification.')) {
    // Of one user, whatever case it is about.
    const { userId } = payload as { userId?: unknown };
    return typeof userId === 'string' ? [notificationsOf(userId)] : [];
  }
  const keys = caseId === null ? [] : [`case:${caseId}`];
  if (caseId !== null && type.startsWith('docket')) keys.push('docket');
  if (caseId !== null && type.startsWith('document')) keys.push('documents');
  return keys;
}

/** What a reader must hold beside the access to the case; null for nothing. */
export function permissionFor(type: string): Permission | null {
  if (type.startsWith('wall.')) return 'wall:read';
  if (type.startsWith('docket')) return 'docket:read';
  if (type.startsWith('task.')) return 'task:read';
  if (type.startsWith('workflow.')) return 'workflow:read';
  return null;
}

/** Whether an event changes who may see a case: then the user it names is checked anew. */
export function userWithNewAccess(event: Pick<StoredEvent, 'type' | 'payload'>): string | null {
  if (!event.type.startsWith('wall.') && !event.type.startsWith('case.member-')) return null;
  const { userId } = event.payload as { userId?: unknown };
  return typeof userId === 'string' ? userId : null;
}
