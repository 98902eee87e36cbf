import ICAL from 'ical.js';
import { calendarLimits } from './calendar.limits.ts';

/** The time that is looked at: occurrences that touch it are answered. Instants in ms. */
export interface CalendarWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

/** One occurrence of an event. Days of all-day events are given as midnight UTC. */
export interface Occurrence {
  readonly uid: string;
  /** The planned start, which stays when the occurrence is moved. */
  readonly occurrence: string;
  readonly title: string;
  readonly location: string | null;
  readonly isAllDay: boolean;
  readonly startsAt: string;
  readonly endsAt: string | null;
}

/** What an .ics file says about a window; `isCut` when not all of it could be kept. */
export interface CalendarReading {
  readonly occurrences: readonly Occurrence[];
  readonly isCut: boolean;
}

/**
 * The occurrences of all events (RFC 5545) within the window, repetitions and their exceptions resolved
 * with the time zones of the file; times without a zone count as UTC. Cancelled ones are left out. Throws
 * for what is no calendar. Takes as long as the rules of the file make it: call it in a process of its own.
 */
export function readCalendar(text: string, window: CalendarWindow): CalendarReading {
  const calendar = new ICAL.Component(
    ICAL.parse(text) as ConstructorParameters<typeof ICAL.Component>[0],
  );
  if (calendar.name !== 'vcalendar') throw new Error('not a calendar');
  const components = calendar.getAllSubcomponents('vevent');
  const masters = new Map<string, InstanceType<typeof ICAL.Event>>();
  const exceptions: InstanceType<typeof ICAL.Event>[] = [];
  for (const component of components) {
    const event = new ICAL.Event(component);
    if (typeof event.uid !== 'string' || event.uid === '' || event.startDate === null) continue;
    if (event.isRecurrenceException()) exceptions.push(event);
    else masters.set(event.uid, event);
  }
  const found = new Map<string, Occurrence>();
  let isCut = false;
  for (const event of masters.values()) {
    for (const exception of exceptions)
      if (exception.uid === event.uid) event.relateException(exception);
    isCut = addOccurrences(event, window, found) || isCut;
  }
  for (const exception of exceptions) {
    if (!masters.has(exception.uid)) add(exception, planned(exception), window, found);
  }
  const sorted = [...found.values()].toSorted((a, b) => (a.startsAt < b.startsAt ? -1 : 1));
  const kept = sorted.slice(0, calendarLimits.occurrenceEntries);
  return { occurrences: kept, isCut: isCut || kept.length < sorted.length };
}

type Event = InstanceType<typeof ICAL.Event>;
type Time = InstanceType<typeof ICAL.Time>;

/** Answers whether the event was left before its repetitions ended or the window did. */
function addOccurrences(
  event: Event,
  window: CalendarWindow,
  found: Map<string, Occurrence>,
): boolean {
  if (!event.isRecurring()) {
    add(event, planned(event), window, found);
    return false;
  }
  const repetitions = event.iterator();
  for (let step = 0; step < calendarLimits.stepEntries; step++) {
    const next = repetitions.next() as Time | undefined | null;
    if (!next) return false;
    const { item, recurrenceId, startDate, endDate } = event.getOccurrenceDetails(next);
    add(item, key(recurrenceId), window, found, startDate, endDate);
    if (msOf(next) > window.toMs) return false;
    if (found.size > 2 * calendarLimits.occurrenceEntries) return true;
  }
  return true;
}

function add(
  event: Event,
  occurrence: string,
  window: CalendarWindow,
  found: Map<string, Occurrence>,
  start: Time = event.startDate,
  end: Time | null = event.endDate,
): void {
  const status = String(event.component.getFirstPropertyValue('status') ?? '').toUpperCase();
  const from = msOf(start);
  const to = end === null ? from : msOf(end);
  if (status === 'CANCELLED' || !(from <= window.toMs && Math.max(to, from) >= window.fromMs))
    return;
  const uid = event.uid.slice(0, calendarLimits.uidLength);
  found.set(`${uid}\n${occurrence}`, {
    uid,
    occurrence,
    title: textOf(event.summary) ?? '',
    location: textOf(event.location),
    isAllDay: start.isDate,
    startsAt: new Date(from).toISOString(),
    endsAt: end === null ? null : new Date(to).toISOString(),
  });
}

function planned(event: Event): string {
  return key(event.recurrenceId ?? event.startDate);
}

function key(time: Time): string {
  return time.toString().slice(0, 40);
}

function msOf(time: Time): number {
  if (time.isDate || time.zone === ICAL.Timezone.localTimezone) {
    return Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second);
  }
  return time.toUnixTime() * 1000;
}

function textOf(text: string | null | undefined): string | null {
  if (typeof text !== 'string' || text === '') return null;
  return text.replaceAll('\0', '').slice(0, calendarLimits.textLength).toWellFormed();
}
