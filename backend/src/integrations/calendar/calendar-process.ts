import { readCalendar } from './read-calendar.ts';
import type { CalendarReading, CalendarWindow } from './read-calendar.ts';

/** A calendar as it was fetched, and what is wanted of it. */
export interface CalendarOrder {
  /** The .ics file, in UTF-8. */
  readonly file: Uint8Array;
  readonly window: CalendarWindow;
}

/** What the process that reads one calendar is asked. */
export default function calendarProcess({ file, window }: CalendarOrder): CalendarReading {
  return readCalendar(new TextDecoder().decode(file), window);
}
