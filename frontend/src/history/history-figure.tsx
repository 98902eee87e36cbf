import { useId, useMemo, useRef } from 'react';
import { uiMessages } from '../ui/messages.ts';
import { useDrawing } from '../ui/use-drawing.ts';
import type { ChartTimes } from './draw-history.ts';
import type { HistoryChart, HistoryLine } from './history-lines.ts';
import { CHART_HEIGHT } from './history.limits.ts';

/** One chart with its legend: the figures at the pointer, or the last ones. The plot lives outside React. */
export function HistoryFigure({ chart, times }: { chart: HistoryChart; times: ChartTimes }) {
  const id = useId();
  const holder = useRef<HTMLDivElement>(null);
  const legend = useRef<HTMLUListElement>(null);

  const show = (index: number | null) => {
    const cells = legend.current?.querySelectorAll('[data-value]') ?? [];
    cells.forEach((cell, at) => {
      const line = chart.lines[at];
      const value = line && (index === null ? lastOf(line) : (line.values[index] ?? null));
      cell.textContent =
        value === null || value === undefined ? uiMessages.none : chart.format(value);
    });
  };
  const subject = useMemo(() => ({ chart, times }), [chart, times]);
  useDrawing(holder, subject, async () => {
    const { drawHistory } = await import('./draw-history.ts');
    return (element) => drawHistory(element, chart, times, show);
  });

  return (
    <figure aria-labelledby={id} className="card min-w-0 overflow-hidden p-3">
      <figcaption className="mb-1 flex flex-wrap items-baseline justify-between gap-x-4">
        <span id={id} className="text-sm font-medium">
          {chart.title}
        </span>
        <ul ref={legend} className="numbers flex flex-wrap gap-x-4 text-xs">
          {chart.lines.map(({ label, colour }) => (
            <li key={label} className="flex items-center gap-1.5">
              <span
                aria-hidden
                className="h-0.5 w-3 rounded-full"
                style={{ background: `var(${colour})` }}
              />
              <span className="text-faint">{label}</span>
              <span data-value className="min-w-12 text-right font-medium">
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

function lastOf({ values }: HistoryLine): number | null {
  return values.findLast((value) => value !== null) ?? null;
}
