/** First pause before the LISTEN connection is opened again; doubled by each further failure. */
export const LISTEN_RETRY_BASE_MS = 500;
/** Longest pause between two tries. */
export const LISTEN_RETRY_MAX_MS = 30_000;
