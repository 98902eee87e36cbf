/** Bounds of the calendar feeds. */
export const feedLimits = {
  /** Feeds of one user: a phone, a computer, and some to spare. */
  feedEntries: 10,
  /** Tasks in one feed, the nearest first. */
  taskEntries: 1_000,
  /** Cases whose dates are in one feed, the newest first. */
  caseEntries: 500,
  /** Bytes of a secret token. */
  tokenBytes: 32,
  /** How often the time of the last reading is written. */
  noteMinutes: 60,
} as const;
