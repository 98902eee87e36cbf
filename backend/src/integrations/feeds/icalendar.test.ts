import fc from 'fast-check';
import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { icalendar } from './icalendar.ts';
import type { CalendarDay } from './icalendar.ts';

const day = (over: Partial<CalendarDay> = {}): CalendarDay => ({
  uid: 'task-1@lexiflow',
  sequence: 3,
  changedAt: '2026-02-03T04:05:06.789Z',
  on: '2028-02-28',
  title: 'File the answer',
  ...over,
});

function parsed(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text) as never);
  return calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component));
}

describe('icalendar', () => {
  it('writes a day as calendar programs read it', () => {
    expect(icalendar('Mine', [day()])).toBe(
      [
        'BEGIN:VCALENDAR',
        'VERSION:2.0',
        'PRODID:-//LexiFlow//Calendar feed//EN',
        'CALSCALE:GREGORIAN',
        'METHOD:PUBLISH',
        'X-WR-CALNAME:Mine',
        'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
        'BEGIN:VEVENT',
        'UID:task-1@lexiflow',
        'DTSTAMP:20260203T040506Z',
        'LAST-MODIFIED:20260203T040506Z',
        'SEQUENCE:3',
        'DTSTART;VALUE=DATE:20280228',
        'DTEND;VALUE=DATE:20280229',
        'SUMMARY:File the answer',
        'TRANSP:TRANSPARENT',
        'STATUS:CONFIRMED',
        'END:VEVENT',
        'END:VCALENDAR',
        '',
      ].join('\r\n'),
    );
  });

  it('keeps any text whole for a parser, in lines of at most 75 octets', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 300 });
    fc.assert(
      fc.property(text, text, (title, description) => {
        const written = icalendar('x', [day({ title, description })]);
        for (const line of written.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThan(76);
        const [event] = parsed(written);
        const plain = (value: string) =>
          value.replace(/\r\n|\r/g, '\n').replace(/(?!\n)\p{Cc}/gu, '');
        expect(event?.summary ?? '').toBe(plain(title));
        expect(event?.description ?? '').toBe(plain(description));
      }),
      { numRuns: 300 },
    );
  });

  it('lets no text begin a line of its own', () => {
    const title = 'x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:y';
    expect(parsed(icalendar('x', [day({ title })]))).toHaveLength(1);
  });
});
