const KIB = 1024;

/** Bounds of bulk operations, beside those of the batches they run in. */
export const bulkLimits = {
  /** One row as JSON text: the longest task takes 101 KB (tasks.limits.ts). */
  lineBytes: 256 * KIB,
  /** Nesting of a row: three levels are in use. */
  lineDepth: 16,
  /** Bytes charged for each row beside its own: its promise, its answer. */
  rowOverheadBytes: 1 * KIB,
  /** Bytes charged for each byte of a row: its text, the parsed value and the statement. */
  rowFactor: 4,
  /** Bytes of the answer that wait for the reader before the work pauses. */
  answerBytes: 64 * KIB,
  /** Refused fields named in one line. */
  fieldEntries: 20,
  /** Characters of one reason. */
  reasonLength: 500,
  /** Tries of a row that others changed or made in between. */
  tryEntries: 3,
} as const;
