import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

import { resolveColour } from '../ui/theme.ts';
import { levelBands } from './level-bands.ts';
import type { HistoryFeed } from './history-feed.ts';
import type { HistoryFigure } from './history-ring.ts';
import { CHART_HEIGHT, CHART_WINDOW_SECONDS, MIN_WINDOW_SECONDS } from './operate.limits.ts';

/** One line or row of bars of a chart; `colour` is a CSS variable. */
export interface ChartSeries {
  readonly figure: HistoryFigure;
  readonly label: string;
  readonly colour: string;
  readonly bars?: boolean;
}

/** How a chart is drawn; `show` gets the values at the pointer, or the newest ones. */
export interface ChartOptions {
  readonly series: readonly ChartSeries[];
  readonly format: (value: number) => string;
  readonly bytes: boolean;
  readonly bands: boolean;
  readonly show: (values: readonly (number | null)[]) => void;
}

const KIB_STEPS = Array.from({ length: 40 }, (_, power) => 2 ** power);
const axisClock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const AXIS_FONT = '11px "Liberation Sans", "Segoe UI", Roboto, Arial, sans-serif';

/** Draws a live chart into `element` and keeps it current; the returned function removes it all. */
export function drawChart(
  element: HTMLElement,
  feed: HistoryFeed,
  options: ChartOptions,
): () => void {
  const { ring } = feed;
  const faint = resolveColour('--faint');
  const line = resolveColour('--line');
  const axis: uPlot.Axis = {
    stroke: faint,
    font: AXIS_FONT,
    grid: { stroke: line, width: 1 },
    ticks: { show: false },
  };
  const data = () =>
    [ring.times(), ...options.series.map((one) => ring.values(one.figure))] as uPlot.AlignedData;
  const showAt = (index: number) =>
    options.show(options.series.map((one) => ring.values(one.figure)[index] ?? null));

  const plot = new uPlot(
    {
      width: Math.max(element.clientWidth, 50),
      height: CHART_HEIGHT,
      padding: [8, 24, 0, 0],
      legend: { show: false },
      cursor: { sync: { key: 'operate' }, drag: { x: false, y: false }, points: { size: 6 } },
      scales: {
        x: { time: true, range: (_plot, min, max) => shownRange(min, max) },
        y: { range: (_plot, _min, max) => [0, max > 0 ? max * 1.15 : 1] },
      },
      axes: [
        {
          ...axis,
          size: 24,
          space: 90,
          values: (_plot, ticks) => ticks.map((at) => axisClock.format(at * 1000)),
        },
        {
          ...axis,
          size: 68,
          space: 36,
          values: (_plot, ticks) => ticks.map(options.format),
          ...(options.bytes ? { incrs: KIB_STEPS } : {}),
        },
      ],
      series: [{}, ...options.series.map(drawnSeries)],
      plugins: options.bands ? [levelBands(ring)] : [],
      hooks: {
        setCursor: [(self) => showAt(self.cursor.idx ?? ring.size - 1)],
      },
    },
    data(),
    element,
  );
  const unsubscribe = feed.subscribe(() => {
    plot.setData(data());
    showAt(plot.cursor.idx ?? ring.size - 1);
  });
  const observer = new ResizeObserver(() => {
    const width = element.clientWidth;
    if (width > 0 && width !== plot.width) plot.setSize({ width, height: CHART_HEIGHT });
  });
  observer.observe(element);
  showAt(ring.size - 1);
  return () => {
    unsubscribe();
    observer.disconnect();
    plot.destroy();
  };
}

// A young server's history fills the chart too; from one minute on the window only slides.
function shownRange(min: number, max: number): [number, number] {
  const span = Math.min(CHART_WINDOW_SECONDS, Math.max(MIN_WINDOW_SECONDS, max - min));
  return [max - span, max];
}

function drawnSeries(one: ChartSeries): uPlot.Series {
  const stroke = resolveColour(one.colour);
  const bars = one.bars ? uPlot.paths.bars?.({ size: [0.8, 6], align: 0 }) : undefined;
  return {
    stroke,
    width: one.bars ? 0 : 1.5,
    points: { show: false },
    ...(bars ? { fill: stroke, paths: bars } : {}),
  };
}
