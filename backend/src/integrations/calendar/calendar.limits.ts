/** Bounds of reading a calendar that somebody else writes. */
export const calendarLimits = {
  /** The .ics file: some ten thousand events. */
  fileBytes: 4 * 1024 * 1024,
  /** Time the whole file may take to arrive. */
  fetchMs: 30_000,
  /** Time reading and repeating may take; it runs in a process of its own. */
  readMs: 20_000,
  /** Memory of that process for any file. */
  baseBytes: 20 * 1024 * 1024,
  /** Further memory of it for each byte of the file: one character beyond Latin-1 doubles all texts. */
  factor: 24,
  /** What it may answer: all occurrences that are kept, with texts of usual length. */
  answerBaseBytes: 2 * 1024 * 1024,
  /** Further bytes of the answer for each byte of the file: texts are longer in UTF-16. */
  answerFactor: 2,
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
