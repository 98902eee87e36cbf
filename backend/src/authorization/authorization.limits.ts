/** Live grants of one user: what needs more is another role. */
export const GRANTS_PER_USER = 200;

/** Live grants kept by user: entries and bytes, charged to the governor's cache pool. */
export const GRANT_CACHE_ENTRIES = 10_000;
export const GRANT_CACHE_LIMIT_BYTES = 8 * 1024 * 1024;
/** Permission sets kept by role, key scopes and granted permissions; viewers share them. */
export const PERMISSION_SET_ENTRIES = 10_000;
export const PERMISSION_SET_LIMIT_BYTES = 8 * 1024 * 1024;
/** Decisions kept by viewer, case and permission. */
export const DECISION_CACHE_ENTRIES = 10_000;
export const DECISION_CACHE_LIMIT_BYTES = 8 * 1024 * 1024;
/** Life of an entry that nothing changed: frees what nobody asks for any more. */
export const ACCESS_CACHE_TTL_MS = 10 * 60_000;
/** Ended grants that an explanation names. */
export const ENDED_GRANTS_EXPLAINED = 5;
