import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { resolveColour } from '../ui/theme.ts';
import type { HistoryChart } from './history-lines.ts';
import { CHART_HEIGHT } from './history.limits.ts';

/** Where a chart stands in time; seconds since the epoch. */
export interface ChartTimes {
  readonly at: readonly number[];
  readonly to: number;
}

const DAY_SECONDS = 86_400;
const KIB_STEPS = Array.from({ length: 40 }, (_, power) => 2 ** power);
const AXIS_FONT = '11px "Liberation Sans", "Segoe UI", Roboto, Arial, sans-serif';
const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const day = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' });

/**
 * Draws a chart into `element`; `show` gets the index at the pointer, or null beside the chart. The
 * returned function removes it all.
 */
export function drawHistory(
  element: HTMLElement,
  chart: HistoryChart,
  { at, to }: ChartTimes,
  show: (index: number | null) => void,
): () => void {
  const from = at[0] ?? to - 1;
  const isLong = to - from > 2 * DAY_SECONDS;
  const axis: uPlot.Axis = {
    stroke: resolveColour('--faint'),
    font: AXIS_FONT,
    grid: { stroke: resolveColour('--line'), width: 1 },
    ticks: { show: false },
  };
  const plot = new uPlot(
    {
      width: Math.max(element.clientWidth, 50),
      height: CHART_HEIGHT,
      padding: [8, 24, 0, 0],
      legend: { show: false },
      cursor: { sync: { key: 'history' }, drag: { x: false, y: false }, points: { size: 6 } },
      scales: {
        x: { time: true, range: () => [from, to] },
        y: { range: (_plot, _min, max) => [0, max > 0 ? max * 1.15 : 1] },
      },
      axes: [
        {
          ...axis,
          size: 24,
          space: 90,
          ...(isLong ? { incrs: [DAY_SECONDS] } : {}),
          values: (_plot, ticks) =>
            ticks.map((tick) => (isLong ? day : clock).format(new Date(tick * 1000))),
        },
        {
          ...axis,
          size: 68,
          space: 36,
          values: (_plot, ticks) => ticks.map(chart.format),
          ...(chart.bytes ? { incrs: KIB_STEPS } : {}),
        },
      ],
      series: [
        {},
        ...chart.lines.map(({ colour }) => ({
          stroke: resolveColour(colour),
          width: 1.5,
          points: { show: false },
        })),
      ],
      hooks: { setCursor: [(self) => show(self.cursor.idx ?? null)] },
    },
    [at, ...chart.lines.map(({ values }) => values)] as uPlot.AlignedData,
    element,
  );
  const observer = new ResizeObserver(() => {
    const width = element.clientWidth;
    if (width > 0 && width !== plot.width) plot.setSize({ width, height: CHART_HEIGHT });
  });
  observer.observe(element);
  show(null);
  return () => {
    observer.disconnect();
    plot.destroy();
  };
}
