import type { ChartModel } from '../ui/chart/chart-model.ts';
import type { HistoryFeed } from './history-feed.ts';
import type { HistoryFigure } from './history-ring.ts';
import { levelBands } from './level-bands.ts';
import { CHART_WINDOW_SECONDS, MIN_WINDOW_SECONDS } from './operate.limits.ts';

/** One live chart: which figures of the feed it draws, and how. */
export interface LiveRule {
  readonly title: string;
  readonly format: (value: number) => string;
  readonly bytes?: boolean;
  /** Whether the chart takes the whole width. */
  readonly wide?: boolean;
  /** Whether pressure above normal is shaded behind the lines. */
  readonly bands?: boolean;
  readonly lines: readonly {
    readonly figure: HistoryFigure;
    readonly label: string;
    readonly colour: string;
    readonly bars?: boolean;
  }[];
}

const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

/** A chart over the ring of `feed`, which stays current with it. */
export function liveModel(feed: HistoryFeed, rule: LiveRule): ChartModel {
  const { ring } = feed;
  return {
    title: rule.title,
    format: rule.format,
    bytes: rule.bytes ?? false,
    wide: rule.wide ?? false,
    group: 'operate',
    lines: rule.lines.map(({ figure, ...line }) => ({
      ...line,
      values: () => ring.values(figure),
      newest: () => ring.values(figure)[ring.size - 1] ?? null,
    })),
    times: () => ring.times(),
    shownRange,
    formatTime: (epochSeconds) => clock.format(epochSeconds * 1000),
    plugins: () => (rule.bands ? [levelBands(ring)] : []),
    subscribe: (listener) => feed.subscribe(listener),
  };
}

// A young server's history fills the chart too; from one minute on the window only slides.
function shownRange(first: number, last: number): [number, number] {
  const span = Math.min(CHART_WINDOW_SECONDS, Math.max(MIN_WINDOW_SECONDS, last - first));
  return [last - span, last];
}
