import type { ChartModel } from '../ui/chart/chart-model.ts';
import type { HistoryChart } from './history-lines.ts';

const DAY_SECONDS = 86_400;
const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const day = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' });

/** The chart of figures that do not change, over `times` (epoch seconds) up to `to`. */
export function historyModel(
  chart: HistoryChart,
  times: readonly number[],
  to: number,
): ChartModel {
  const from = times[0] ?? to - 1;
  const isLong = to - from > 2 * DAY_SECONDS;
  return {
    title: chart.title,
    format: chart.format,
    bytes: chart.bytes,
    wide: false,
    group: 'history',
    lines: chart.lines.map(({ label, colour, values }) => ({
      label,
      colour,
      values: () => values,
      newest: () => values.findLast((value) => value !== null) ?? null,
    })),
    times: () => times,
    shownRange: () => [from, to],
    formatTime: (epochSeconds) => (isLong ? day : clock).format(epochSeconds * 1000),
    ...(isLong ? { timeSteps: [DAY_SECONDS] } : {}),
  };
}
