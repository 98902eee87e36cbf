import type uPlot from 'uplot';

/** Figures of one line or the times of a chart, oldest first; a gap is null or NaN. */
export type Column = readonly (number | null)[] | Float64Array;

/** One line, or row of bars, of a chart; `colour` is a CSS variable. */
export interface ChartLine {
  readonly label: string;
  readonly colour: string;
  readonly bars?: boolean;
  readonly values: () => Column;
  /** What the legend tells while nothing is pointed at; null or NaN where there is nothing to tell. */
  readonly newest: () => number | null;
}

/** What a chart shows and where it reads it: the plot and the legend lie outside React and ask for the figures. */
export interface ChartModel {
  readonly title: string;
  readonly lines: readonly ChartLine[];
  readonly format: (value: number) => string;
  /** Whether the scale steps in powers of 1024. */
  readonly bytes: boolean;
  /** Whether it takes the whole width. */
  readonly wide: boolean;
  /** Charts of one group point at the same time. */
  readonly group: string;
  /** Epoch seconds. */
  readonly times: () => Column;
  /** The stretch of time that is drawn, of the first and the last time there is. */
  readonly shownRange: (first: number, last: number) => [number, number];
  readonly formatTime: (epochSeconds: number) => string;
  /** Distances in seconds that the marks of time may have. */
  readonly timeSteps?: number[];
  /** Made anew with each plot, in the colours of the theme. */
  readonly plugins?: () => uPlot.Plugin[];
  /** Calls `listener` after new figures until the returned function is called. */
  readonly subscribe?: (listener: () => void) => () => void;
}
