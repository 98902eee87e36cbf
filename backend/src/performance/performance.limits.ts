/** Statements of different shape that are kept; a further one takes the place of the oldest seen. */
export const FINGERPRINTS = 1_000;

/** Longest fingerprint in letters: what comes after is cut. 1,000 of them are 1 MB. */
export const FINGERPRINT_LETTERS = 1_000;

/** Longest SQL text that is looked at, in letters; the rest of a bulk insert repeats itself. */
export const SQL_LETTERS = 20_000;

/** The window that figures are over: one hour. */
export const WINDOW_MS = 3_600_000;

/** The window moves in steps of five minutes. */
export const WINDOW_STEP_MS = 300_000;

/** One statement is written to the log at most this often. */
export const LOG_INTERVAL_MS = 10_000;
