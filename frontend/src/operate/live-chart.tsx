import { useId, useRef } from 'react';
import { classNames } from '../ui/class-names.ts';
import { uiMessages } from '../ui/messages.ts';
import { useDrawing } from '../ui/use-drawing.ts';
import type { ChartSeries } from './draw-chart.ts';
import type { HistoryFeed } from './history-feed.ts';
import { CHART_HEIGHT } from './operate.limits.ts';

/**
 * One live chart with its legend. The plot lives outside React: it
 * reads the feed's ring, and writes the legend's figures itself.
 */
export function LiveChart({
  feed,
  title,
  series,
  format,
  bytes = false,
  wide = false,
  bands = false,
}: {
  feed: HistoryFeed;
  title: string;
  series: readonly ChartSeries[];
  format: (value: number) => string;
  /** Whether the scale steps in powers of 1024. */
  bytes?: boolean;
  /** Whether the chart takes the whole width. */
  wide?: boolean;
  /** Whether pressure above normal is shaded behind the lines. */
  bands?: boolean;
}) {
  const id = useId();
  const holder = useRef<HTMLDivElement>(null);
  const legend = useRef<HTMLUListElement>(null);

  const show = (values: readonly (number | null)[]) => {
    const cells = legend.current?.querySelectorAll('[data-value]') ?? [];
    cells.forEach((cell, index) => {
      const value = values[index] ?? Number.NaN;
      cell.textContent = Number.isNaN(value) ? uiMessages.none : format(value);
    });
  };
  useDrawing(holder, feed, async () => {
    const { drawChart } = await import('./draw-chart.ts');
    return (element) => drawChart(element, feed, { series, format, bytes, bands, show });
  });

  return (
    <figure
      aria-labelledby={id}
      className={classNames('card min-w-0 overflow-hidden p-3', wide && 'lg:col-span-2')}
    >
      <figcaption className="mb-1 flex flex-wrap items-baseline justify-between gap-x-4">
        <span id={id} className="text-sm font-medium">
          {title}
        </span>
        <ul ref={legend} className="numbers flex flex-wrap gap-x-4 text-xs">
          {series.map((one) => (
            <li key={one.figure} className="flex items-center gap-1.5">
              <span
                aria-hidden
                className="h-0.5 w-3 rounded-full"
                style={{ background: `var(${one.colour})` }}
              />
              <span className="text-faint">{one.label}</span>
              <span data-value className="min-w-14 text-right font-medium">
                {uiMessages.none}
              </span>
            </li>
          ))}
        </ul>
      </figcaption>
      <div ref={holder} aria-hidden className="overflow-hidden" style={{ height: CHART_HEIGHT }} />
    </figure>
  );
}
