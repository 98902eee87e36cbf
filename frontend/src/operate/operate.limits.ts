/** Samples of each figure the charts keep: ten minutes at one a second. */
export const MAX_SAMPLES = 600;

/** Seconds of history a chart shows. */
export const CHART_WINDOW_SECONDS = 300;

/** Seconds a chart spans at least, while the history is shorter. */
export const MIN_WINDOW_SECONDS = 60;

/** Segments of the budget bar; smaller parts share the last one. */
export const MAX_BAR_PARTS = 8;

/** Share of the budget below which a part is too thin for a stretch of the bar of its own. */
export const MIN_BAR_SHARE = 0.005;

/** Milliseconds without a sample after which a process is no longer shown. */
export const SAMPLE_KEPT_MS = 15_000;

/** Processes shown at most. */
export const MAX_INSTANCES = 100;

/** Height in pixels kept for what is below the budget bar until it is drawn: more than a screen shows of it. */
export const REST_HEIGHT = 1_600;

/** Milliseconds without a new reading after which the screen says so: one lost reading moves nothing. */
export const STALE_AFTER_MS = 3_000;
