/** How long an answer is kept for a repeated request, in hours. */
export const IDEMPOTENCY_KEPT_HOURS = 24;
/** Longest key, in characters. */
export const IDEMPOTENCY_KEY_LENGTH = 200;
/** Largest answer that is kept, as JSON: a record, not a list. */
export const IDEMPOTENCY_ANSWER_LIMIT_BYTES = 256 * 1024;
/** A clean-up of old keys comes with every so many new ones. */
export const IDEMPOTENCY_CLEANUP_EVERY = 64;
/** Old keys removed by one clean-up: more than come in between, in one short statement. */
export const IDEMPOTENCY_CLEANUP_ROWS = 500;
