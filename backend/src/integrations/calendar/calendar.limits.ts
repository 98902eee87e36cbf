/** Bounds of reading a calendar that somebody else writes. */
export const calendarLimits = {
  /** The .ics file: some ten thousand events. */
  fileBytes: 4 * 1024 * 1024,
  /** Time the whole file may take to arrive. */
  fetchMs: 30_000,
  /** Time reading and repeating may take; it runs in a process of its own. */
  readMs: 20_000,
  /** Memory of that process for any file. */
  baseBytes: 24 * 1024 * 1024,
  /** Further memory of it for each character of the file: events without a description need most. */
  bytesPerCharacter: 16,
  /** What it answers: all occurrences that are kept, with texts of usual length. */
  answerBytes: 8 * 1024 * 1024,
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
