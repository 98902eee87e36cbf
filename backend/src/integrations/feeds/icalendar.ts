/** One day in a calendar. */
export interface CalendarDay {
  /** Stays the same for as long as the thing exists. */
  readonly uid: string;
  /** Rises with each change (RFC 5545, 3.8.7.4). */
  readonly sequence: number;
  /** When it was changed last. */
  readonly changedAt: string;
  /** `YYYY-MM-DD`. */
  readonly on: string;
  readonly title: string;
  readonly description?: string;
  readonly url?: string;
}

const MAX_OCTETS = 75;

/** An iCalendar text (RFC 5545) of all-day events, byte for byte the same for the same days. */
export function icalendar(name: string, days: readonly CalendarDay[]): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//LexiFlow//Calendar feed//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escaped(name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    ...days.flatMap(eventLines),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

function eventLines(day: CalendarDay): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${day.uid}`,
    `DTSTAMP:${basicInstant(day.changedAt)}`,
    `LAST-MODIFIED:${basicInstant(day.changedAt)}`,
    `SEQUENCE:${day.sequence}`,
    `DTSTART;VALUE=DATE:${basicDate(day.on)}`,
    `DTEND;VALUE=DATE:${basicDate(nextDay(day.on))}`,
    `SUMMARY:${escaped(day.title)}`,
    ...(day.description ? [`DESCRIPTION:${escaped(day.description)}`] : []),
    ...(day.url === undefined ? [] : [`URL:${day.url}`]),
    'TRANSP:TRANSPARENT',
    'STATUS:CONFIRMED',
    'END:VEVENT',
  ];
}

/** TEXT values (3.3.11): backslash, semicolon, comma and line breaks are written with a backslash. */
function escaped(text: string): string {
  return text
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\r\n|\r|\n/g, '\\n')
    .replace(/\p{Cc}/gu, '');
}

/** Lines of at most 75 octets (3.1), never cut within a character. */
function folded(line: string): string {
  if (Buffer.byteLength(line) <= MAX_OCTETS) return line;
  const pieces: string[] = [];
  let piece = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    // The space that continues a line counts.
    if (octets + size > MAX_OCTETS - (pieces.length === 0 ? 0 : 1)) {
      pieces.push(piece);
      piece = '';
      octets = 0;
    }
    piece += character;
    octets += size;
  }
  pieces.push(piece);
  return pieces.join('\r\n ');
}

function basicInstant(instant: string): string {
  return `${new Date(instant).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

function basicDate(date: string): string {
  return date.replaceAll('-', '');
}

function nextDay(date: string): string {
  const next = new Date(`${date}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}
