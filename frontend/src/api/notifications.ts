import type {
  ChangedCount,
  NotificationPreferences,
  PreferencesChange,
  UnreadCount,
} from '@lexiflow/contracts';
import { queryOptions } from '@tanstack/react-query';
import { request } from './request.ts';

/** Where the viewer's notifications are listed. */
export const NOTIFICATIONS_PATH = '/notifications';

/** How often the count is asked for while the window is in front and no push tells of news. */
const UNREAD_INTERVAL_MS = 60_000;
/** The same while pushes come: should one be lost, the count is right again after this time. */
const PUSHED_INTERVAL_MS = 5 * 60_000;

/** How many notifications are unread. */
export const unreadQuery = queryOptions({
  queryKey: ['notifications', 'unread'],
  queryFn: ({ signal }) => request<UnreadCount>(`${NOTIFICATIONS_PATH}/unread`, { signal }),
});

/** After how many milliseconds the count is asked for again: seldom while pushes tell of news. */
export function unreadIntervalMs(isPushed: boolean): number {
  return isPushed ? PUSHED_INTERVAL_MS : UNREAD_INTERVAL_MS;
}

/** What the viewer wants to hear of, and where. */
export const preferencesQuery = queryOptions({
  queryKey: ['notification-preferences'],
  queryFn: ({ signal }) =>
    request<NotificationPreferences>(`${NOTIFICATIONS_PATH}/preferences`, { signal }),
});

/** Marks one as read. */
export function readNotification(id: string): Promise<void> {
  return request(`${NOTIFICATIONS_PATH}/${id}/read`, { method: 'POST' });
}

/** Marks all as read that were there at an instant. */
export function readNotifications(until: string): Promise<ChangedCount> {
  return request(`${NOTIFICATIONS_PATH}/read`, { method: 'POST', body: { until } });
}

/** Changes what the viewer wants to hear of. */
export function changePreferences(
  version: number,
  body: PreferencesChange,
): Promise<NotificationPreferences> {
  return request(`${NOTIFICATIONS_PATH}/preferences`, { method: 'PUT', version, body });
}
