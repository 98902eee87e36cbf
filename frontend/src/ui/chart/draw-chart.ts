import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { resolveColour } from '../theme.ts';
import type { ChartLine, ChartModel } from './chart-model.ts';
import { CHART_HEIGHT } from './chart.limits.ts';

const KIB_STEPS = Array.from({ length: 40 }, (_, power) => 2 ** power);
const AXIS_FONT = '11px "Liberation Sans", "Segoe UI", Roboto, Arial, sans-serif';

/**
 * Draws a chart into `element` and keeps it current; `onPoint` gets the index at the pointer, or null beside the
 * chart. The returned function removes it all.
 */
export function drawChart(
  element: HTMLElement,
  model: ChartModel,
  onPoint: (index: number | null) => void,
): () => void {
  const data = () =>
    [model.times(), ...model.lines.map((line) => line.values())] as uPlot.AlignedData;
  const plot = new uPlot(
    {
      width: Math.max(element.clientWidth, 50),
      height: CHART_HEIGHT,
      padding: [8, 24, 0, 0],
      legend: { show: false },
      cursor: { sync: { key: model.group }, drag: { x: false, y: false }, points: { size: 6 } },
      scales: {
        x: { time: true, range: (_plot, min, max) => model.shownRange(min, max) },
        y: { range: (_plot, _min, max) => [0, max > 0 ? max * 1.15 : 1] },
      },
      axes: axesOf(model),
      series: [{}, ...model.lines.map(drawnSeries)],
      plugins: model.plugins?.() ?? [],
      hooks: { setCursor: [(self) => onPoint(self.cursor.idx ?? null)] },
    },
    data(),
    element,
  );
  const stopFollowing =
    model.subscribe && followWhileSeen(element, model.subscribe, () => plot.setData(data()));
  const observer = new ResizeObserver(() => {
    const width = element.clientWidth;
    if (width > 0 && width !== plot.width) plot.setSize({ width, height: CHART_HEIGHT });
  });
  observer.observe(element);
  return () => {
    stopFollowing?.();
    observer.disconnect();
    plot.destroy();
  };
}

/** Calls `redraw` after new figures while `element` is in the window, else once it is there again or printed. */
function followWhileSeen(
  element: Element,
  subscribe: NonNullable<ChartModel['subscribe']>,
  redraw: () => void,
): () => void {
  let isSeen = false;
  let isStale = false;
  const catchUp = () => {
    if (isStale) redraw();
    isStale = false;
  };
  const unsubscribe = subscribe(() => {
    isStale = true;
    if (isSeen) catchUp();
  });
  const observer = new IntersectionObserver((entries) => {
    isSeen = entries.at(-1)?.isIntersecting ?? false;
    if (isSeen) catchUp();
  });
  observer.observe(element);
  window.addEventListener('beforeprint', catchUp);
  return () => {
    unsubscribe();
    observer.disconnect();
    window.removeEventListener('beforeprint', catchUp);
  };
}

function axesOf({ format, formatTime, bytes, timeSteps }: ChartModel): uPlot.Axis[] {
  const axis: uPlot.Axis = {
    stroke: resolveColour('--faint'),
    font: AXIS_FONT,
    grid: { stroke: resolveColour('--line'), width: 1 },
    ticks: { show: false },
  };
  return [
    {
      ...axis,
      size: 24,
      space: 90,
      ...(timeSteps ? { incrs: timeSteps } : {}),
      values: (_plot, ticks) => ticks.map(formatTime),
    },
    {
      ...axis,
      size: 68,
      space: 36,
      ...(bytes ? { incrs: KIB_STEPS } : {}),
      values: (_plot, ticks) => ticks.map(format),
    },
  ];
}

function drawnSeries(line: ChartLine): uPlot.Series {
  const stroke = resolveColour(line.colour);
  const bars = line.bars ? uPlot.paths.bars?.({ size: [0.8, 6], align: 0 }) : undefined;
  return {
    stroke,
    width: line.bars ? 0 : 1.5,
    points: { show: false },
    ...(bars ? { fill: stroke, paths: bars } : {}),
  };
}
