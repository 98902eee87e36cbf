import { describe, expect, it } from 'vitest';
import { readCalendar } from './read-calendar.ts';

const window = { fromMs: Date.UTC(2026, 2, 1), toMs: Date.UTC(2026, 3, 1) };
const read = (...lines: string[]) =>
  readCalendar(
    ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:x', ...lines, 'END:VCALENDAR'].join('\r\n'),
    window,
  );
const event = (...lines: string[]) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'];
const berlin = [
  'BEGIN:VTIMEZONE',
  'TZID:Europe/Berlin',
  'BEGIN:STANDARD',
  'DTSTART:19701025T030000',
  'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100',
  'END:STANDARD',
  'BEGIN:DAYLIGHT',
  'DTSTART:19700329T020000',
  'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0200',
  'END:DAYLIGHT',
  'END:VTIMEZONE',
];

describe('readCalendar', () => {
  it('keeps what touches the window, with days as midnight UTC', () => {
    const { occurrences } = read(
      ...event('UID:a', 'DTSTART:20260302T090000Z', 'DTEND:20260302T100000Z', 'SUMMARY:In'),
      ...event('UID:b', 'DTSTART;VALUE=DATE:20260227', 'DTEND;VALUE=DATE:20260302', 'SUMMARY:Into'),
      ...event('UID:c', 'DTSTART:20260201T090000Z', 'DTEND:20260201T100000Z', 'SUMMARY:Before'),
      ...event('UID:d', 'DTSTART:20260501T090000Z', 'SUMMARY:After'),
    );
    expect(occurrences.map(({ title, startsAt, isAllDay }) => [title, startsAt, isAllDay])).toEqual(
      [
        ['Into', '2026-02-27T00:00:00.000Z', true],
        ['In', '2026-03-02T09:00:00.000Z', false],
      ],
    );
  });

  it('repeats in local time over the change to summer time, with exceptions', () => {
    const { occurrences } = read(
      ...berlin,
      ...event(
        'UID:w',
        'DTSTART;TZID=Europe/Berlin:20260316T100000',
        'DTEND;TZID=Europe/Berlin:20260316T110000',
        'RRULE:FREQ=WEEKLY;COUNT=3',
        'SUMMARY:Call',
      ),
      ...event(
        'UID:w',
        'RECURRENCE-ID;TZID=Europe/Berlin:20260323T100000',
        'DTSTART;TZID=Europe/Berlin:20260324T150000',
        'SUMMARY:Moved',
      ),
    );
    expect(occurrences.map(({ title, startsAt }) => [title, startsAt])).toEqual([
      ['Call', '2026-03-16T09:00:00.000Z'],
      ['Moved', '2026-03-24T14:00:00.000Z'],
      ['Call', '2026-03-30T08:00:00.000Z'],
    ]);
  });

  it('leaves out what is cancelled', () => {
    const lines = event('UID:a', 'DTSTART:20260302T090000Z', 'STATUS:CANCELLED', 'SUMMARY:Off');
    expect(read(...lines).occurrences).toEqual([]);
  });

  it('says so when a rule has more repetitions than are kept', () => {
    const lines = event('UID:a', 'DTSTART:20260302T090000Z', 'RRULE:FREQ=SECONDLY', 'SUMMARY:x');
    const { occurrences, isCut } = read(...lines);
    expect([occurrences.length, isCut]).toEqual([5_000, true]);
  });

  it.each(['', '<html></html>', 'BEGIN:VCARD\r\nEND:VCARD', 'BEGIN:VCALENDAR'])(
    'refuses %j',
    (text) => {
      expect(() => readCalendar(text, window)).toThrow();
    },
  );
});
