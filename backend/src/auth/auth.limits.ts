/** Largest body of the routes that anyone may call: two names and a password, twenty times over. */
export const CREDENTIALS_BODY_LIMIT_BYTES = 16 * 1024;

/** Memory of one password hash (argon2id, OWASP: 19 MiB, two passes, one lane). */
export const ARGON2_MEMORY_KIB = 19 * 1024;
export const ARGON2_PASSES = 2;
export const ARGON2_LANES = 1;
/** Hashes computed at once: two of libuv's four threads stay free for files and DNS. */
export const HASHES_AT_ONCE = 2;
/** Hashes that wait for their turn, about two seconds of work; beyond that sign-in answers 503. */
export const HASHES_WAITING = 32;
/** Longest wait for the hash's memory, when a governor keeps the budget. */
export const HASH_MEMORY_WAIT_MS = 5_000;

/** A session ends after this long without a request. */
export const SESSION_IDLE_MS = 12 * 3_600_000;
/** A session ends this long after its sign-in, used or not. */
export const SESSION_LIFE_MS = 30 * 24 * 3_600_000;
/** `last_seen_at` of a session and `last_used_at` of a key are written at most this often. */
export const LAST_SEEN_INTERVAL_MS = 60_000;
/** Open sessions of one user; a further sign-in ends the oldest. */
export const SESSIONS_PER_USER = 100;
/** Ended sessions are kept this long for the record, then deleted at the user's next sign-in. */
export const ENDED_SESSION_KEPT_MS = 30 * 24 * 3_600_000;
/** Open API keys of one user. */
export const API_KEYS_PER_USER = 50;

/** Viewers kept by token: entries and bytes, charged to the governor's cache pool. */
export const VIEWER_CACHE_ENTRIES = 1_000;
export const VIEWER_CACHE_LIMIT_BYTES = 2 * 1024 * 1024;
/**
 * Life of a cached viewer. A revoked credential dies at once on the instance that revoked it and
 * within a NOTIFY on the others; this is the bound when that connection is down.
 */
export const VIEWER_CACHE_TTL_MS = 5_000;
/** Sign-in attempts from one address, and for one account, in `ATTEMPT_WINDOW_MS`. */
export const ATTEMPTS_PER_ADDRESS = 30;
export const ATTEMPTS_PER_ACCOUNT = 10;
export const ATTEMPT_WINDOW_MS = 60_000;
/** Addresses and accounts a minute that each table is sized for: 256 KB, fixed for any number. */
export const ATTEMPT_KEYS = 4_096;

/** Unknown tokens of one address that are looked up in `FAILED_TOKEN_WINDOW_MS`; a typing error is one. */
export const FAILED_TOKENS_PER_ADDRESS = 120;
export const FAILED_TOKEN_WINDOW_MS = 60_000;
/** Addresses a minute that the table of failed tokens is sized for: 256 KB, fixed for any number. */
export const FAILED_TOKEN_KEYS = 4_096;
/** A token that was valid this lately is looked up whatever its address has failed with. */
export const ACCEPTED_TOKEN_WINDOW_MS = 10 * 60_000;
/** Tokens in that time that their table is sized for: 512 KB, fixed for any number. */
export const ACCEPTED_TOKEN_KEYS = 8_192;

/** Wrong passwords in a row before the account is locked. */
export const FAILURES_BEFORE_LOCK = 5;
/** First lock; doubled by each further wrong password after it has ended. */
export const LOCK_BASE_MS = 30_000;
/** Longest lock: a stranger can keep an owner out no longer than this at a time. */
export const LOCK_MAX_MS = 15 * 60_000;

/** Life of a first-run link. */
export const SETUP_LINK_LIFE_MS = 24 * 3_600_000;
/** Unused first-run links kept; a further start drops the oldest. */
export const SETUP_LINKS_KEPT = 10;

/** Life of a link to set a new passphrase. */
export const RESET_LINK_LIFE_MS = 3_600_000;
/** Open links of one user; a further one drops the oldest. */
export const RESET_LINKS_KEPT = 5;
/** Requests for a link, and uses of one, from one address in `RESET_WINDOW_MS`. */
export const RESETS_PER_ADDRESS = 20;
/** Requests for a link for one account, known or not, in `RESET_WINDOW_MS`. */
export const RESETS_PER_ACCOUNT = 3;
export const RESET_WINDOW_MS = 3_600_000;
/** Addresses and accounts an hour that each table is sized for: 256 KB, fixed for any number. */
export const RESET_KEYS = 4_096;
