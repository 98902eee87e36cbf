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
  /** Pages of the list that are kept: the picker asks for a page for each few letters typed. */
  cachedPages: 500,
  /** Bytes of those pages: one of 100 courts is about 30 KB. */
  cachedBytes: 4 * 1024 * 1024,
  /** Age at which a page is read again; changes end it at once, so the age only bounds the unknown. */
  cachedMs: 3_600_000,
  /** Time past that age in which a page is answered while it is read again. */
  staleMs: 600_000,
  /** Rejected courts listed in one answer; the others are counted. */
  rejections: 1_000,
} as const;
