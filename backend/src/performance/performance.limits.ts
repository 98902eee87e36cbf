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

/** Longest SQL text that is kept for EXPLAIN, in letters; a longer one has figures only. */
export const KEPT_SQL_LETTERS = 8_000;

/** Bytes of all fingerprints and texts kept; the shape not seen for longest makes room. */
export const KEPT_BYTES = 8 * 1024 * 1024;

/** Statements of one shape in one request from which a hint is given. */
export const REPEATS_HINTED = 10;

/** Different statements that are counted in one request; a further one is not. */
export const STATEMENTS_COUNTED = 200;

/** Requests of a route that are watched from its first on; after them one in `WATCHED_SHARE`. */
export const WATCHED_FIRST = 20;

/** Of the later requests of a route one in so many is watched: a loop shows in each of them. */
export const WATCHED_SHARE = 16;

/** Hints about repeated statements, and about missing indexes, that are kept; the oldest goes. */
export const HINTS = 500;

/** Bytes of those hints, in each of their tables. */
export const HINT_BYTES = 2 * 1024 * 1024;

/** EXPLAIN may take this long: it plans only, and waits for locks at most. */
export const EXPLAIN_MS = 5_000;

/** Plans made at once; a further one is refused. */
export const EXPLAINS_AT_ONCE = 2;

/** Letters of a plan in one answer. */
export const PLAN_LETTERS = 100_000;

/** Rows from which reading a table as a whole is worth a hint. */
export const SCANNED_ROWS = 10_000;

/** Share of those rows up to which an index would be used. */
export const SELECTED_SHARE = 0.2;

/** Slow statements are explained by themselves this often. */
export const SWEEP_MS = 60_000;

/** Statements explained in one sweep. */
export const SWEEP_STATEMENTS = 3;

/** Connections in use are looked at this often, for those held too long. */
export const POOL_WATCH_MS = 5_000;
