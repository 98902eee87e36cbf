/** Height of a chart in pixels, fixed so that nothing moves when its data comes. */
export const CHART_HEIGHT = 168;

/** Lines of one chart; further ones are left out, their figures stand on the metrics page. */
export const MAX_LINES = 8;
