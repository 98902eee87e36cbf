/** First automatic block of an address; doubled by each further one within `REPEAT_WINDOW_MS`. */
export const AUTO_BLOCK_BASE_MS = 15 * 60_000;
/** Longest automatic block: addresses change hands. */
export const AUTO_BLOCK_MAX_MS = 24 * 3_600_000;
/** Time after the end of an automatic block in which the next one counts as a repetition. */
export const REPEAT_WINDOW_MS = 24 * 3_600_000;
/** Automatic blocks being written at once; further abusers are noticed again by their next strike. */
export const AUTO_BLOCKS_AT_ONCE = 16;
/** Ended rules are kept this long in the list's table. */
export const ENDED_RULE_KEPT_MS = 30 * 24 * 3_600_000;
/** Shortest prefix of a rule: a slip of the hand must not block or free half of the network. */
export const SHORTEST_PREFIX_V4 = 8;
export const SHORTEST_PREFIX_V6 = 16;
