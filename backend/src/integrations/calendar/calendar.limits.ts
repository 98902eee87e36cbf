/** Bounds of reading a calendar that somebody else writes. */
export const calendarLimits = {
  /** The .ics file: some ten thousand events. */
  fileBytes: 4 * 1024 * 1024,
  /** Time the whole file may take to arrive. */
  fetchMs: 30_000,
  /** Time reading and repeating may take; it runs in a thread of its own. */
  readMs: 20_000,
  /** Heap of that thread. */
  readHeapMb: 96,
  /** Occurrences kept of one calendar, the earliest first. */
  occurrenceEntries: 5_000,
  /** Steps taken through the repetitions of one event until the window begins. */
  stepEntries: 50_000,
  /** Occurrences written by one statement. */
  writeRows: 500,
  /** Characters of a title or place. */
  textLength: 500,
  /** Characters of an event's identifier. */
  uidLength: 500,
} as const;
