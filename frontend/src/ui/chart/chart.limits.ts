/** Height of a chart in pixels, fixed so that nothing moves when its data comes. */
export const CHART_HEIGHT = 168;
