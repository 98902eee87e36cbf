/** Height of a chart in pixels, fixed so that nothing moves when its data comes. */
export const CHART_HEIGHT = 168;

/** Milliseconds after which charts are drawn that nobody has scrolled to. */
export const FAR_AFTER_MS = 10_000;
