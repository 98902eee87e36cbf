import { readCalendar } from './read-calendar.ts';
import type { CalendarReading, CalendarWindow } from './read-calendar.ts';

/** A calendar as it was fetched, and what is wanted of it. */
export interface CalendarText {
  readonly text: string;
  readonly window: CalendarWindow;
}

/** What the process that reads one calendar is asked. */
export default function calendarProcess({ text, window }: CalendarText): CalendarReading {
  return readCalendar(text, window);
}
