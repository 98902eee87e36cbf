import type { CalendarFeedBody, CalendarFeedMade } from '@lexiflow/contracts';
import { request } from './request.ts';

/** Where the viewer's calendar feeds are listed. */
export const CALENDAR_FEEDS_PATH = '/calendar-feeds';

/** Makes a calendar feed; the answer holds its address, this once. */
export function createCalendarFeed(body: CalendarFeedBody): Promise<CalendarFeedMade> {
  return request(CALENDAR_FEEDS_PATH, { method: 'POST', body });
}

/** Makes the address of a feed worthless. */
export function revokeCalendarFeed(id: string): Promise<void> {
  return request(`${CALENDAR_FEEDS_PATH}/${id}`, { method: 'DELETE' });
}
