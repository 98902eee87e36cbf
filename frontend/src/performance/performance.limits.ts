/** Heap and DOM snapshots kept; at one every ten seconds this is an hour. */
export const MAX_SNAPSHOTS = 360;

/** Milliseconds between two snapshots. */
export const SNAPSHOT_INTERVAL_MS = 10_000;

/** Named components, computations and caches counted apart; further names share one row. */
export const MAX_TRACKED_NAMES = 200;

/** Milliseconds above which a render counts as slow: one frame at 60 Hz. */
export const SLOW_RENDER_MS = 16;
