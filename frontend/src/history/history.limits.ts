/** Lines of one chart; further ones are left out, their figures stand on the metrics page. */
export const MAX_LINES = 8;
