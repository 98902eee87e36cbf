/** Longest `details` of one audit row, as UTF-8 JSON; longer values are cut and marked. */
export const AUDIT_DETAILS_LIMIT_BYTES = 16 * 1024;
/** Deepest nesting kept in `details`; what lies deeper is replaced by a mark. */
export const AUDIT_DETAILS_DEPTH = 8;
/** Values looked at in one `details`, so that a huge object cannot hold the event loop. */
export const AUDIT_DETAILS_VALUES = 1_000;
/** Members of one `details` that are cut one by one before the whole is cut: bounds the work. */
export const AUDIT_DETAILS_CUTS = 20;
/** Longest name, action or object id of a row, in characters. */
export const AUDIT_FIELD_LIMIT = 300;

/** Rows waiting to be written outside a transaction, and their bytes. What does not fit is spilled. */
export const AUDIT_BUFFER_ENTRIES = 1_000;
export const AUDIT_BUFFER_LIMIT_BYTES = 1024 * 1024;
/** Rows written by one statement. */
export const AUDIT_WRITE_BATCH = 100;
/** Tries to write a batch before its rows are spilled to disk and an error is logged. */
export const AUDIT_WRITE_ATTEMPTS = 5;
/** Pause before the second try; doubled for each further one. */
export const AUDIT_RETRY_BASE_MS = 100;
/** Largest spill file: a disk is not filled by an attacker while the database is away. */
export const AUDIT_SPILL_LIMIT_BYTES = 64 * 1024 * 1024;

/** Rows sealed by one transaction: at most about 4 MB of row text in memory. */
export const AUDIT_SEAL_BATCH = 200;
/** How often unsealed rows are looked for. */
export const AUDIT_SEAL_INTERVAL_MS = 5_000;
/** Rows read at once while the chain is verified. */
export const AUDIT_VERIFY_BATCH = 200;
/** Rows read at once by an export. */
export const AUDIT_EXPORT_BATCH = 200;

/** Refusals of one viewer recorded per minute: a scanner must not fill the audit log. */
export const AUDIT_REFUSALS_PER_MINUTE = 20;
/** Viewers a minute that the counting table is sized for: 64 KB, fixed for any number of them. */
export const AUDIT_REFUSAL_KEYS = 1_024;
