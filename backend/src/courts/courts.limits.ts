/** Every bound of the courts. */
export const courtLimits = {
  /** One court as JSON text: a few short fields. */
  recordBytes: 16 * 1024,
  /** Nesting of one court: its fields are plain. */
  recordDepth: 4,
  /** Courts written by one statement and transaction. */
  writeRows: 500,
  /** Ids of existing courts that are remembered: more than there are courts in the nation. */
  remembered: 4_096,
  /** Rejected courts listed in one answer; the others are counted. */
  rejections: 1_000,
} as const;
