import { useEffect, useId, useRef } from 'react';
import { classNames } from '../class-names.ts';
import { uiMessages } from '../messages.ts';
import type { ChartModel } from './chart-model.ts';
import { CHART_HEIGHT } from './chart.limits.ts';
import { useDrawing } from './use-drawing.ts';

/** One chart with its legend: the figures at the pointer, or the newest ones. */
export function ChartFigure({ model }: { model: ChartModel }) {
  const id = useId();
  const holder = useRef<HTMLDivElement>(null);
  const legend = useRef<HTMLUListElement>(null);
  const pointed = useRef<number | null>(null);

  useEffect(() => {
    const show = () => showFigures(legend.current, model, pointed.current);
    pointed.current = null;
    show();
    return model.subscribe?.(show);
  }, [model]);
  useDrawing(holder, model, (index) => {
    pointed.current = index;
    showFigures(legend.current, model, index);
  });

  return (
    <figure
      aria-labelledby={id}
      className={classNames('card min-w-0 overflow-hidden p-3', model.wide && 'lg:col-span-2')}
    >
      <figcaption className="mb-1 flex flex-wrap items-baseline justify-between gap-x-4">
        <span id={id} className="text-sm font-medium">
          {model.title}
        </span>
        <ul ref={legend} className="numbers flex flex-wrap gap-x-4 text-xs">
          {model.lines.map(({ label, colour }) => (
            <li key={label} className="flex items-center gap-1.5">
              <span
                aria-hidden
                className="h-0.5 w-3 rounded-full"
                style={{ background: `var(${colour})` }}
              />
              <span className="text-faint">{label}</span>
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

/** Writes the legend past React: once a second, for every line. */
function showFigures(legend: Element | null, { lines, format }: ChartModel, index: number | null) {
  const cells = legend?.querySelectorAll('[data-value]') ?? [];
  cells.forEach((cell, at) => {
    const line = lines[at];
    const value = index === null ? line?.newest() : line?.values()[index];
    cell.textContent =
      value === null || value === undefined || Number.isNaN(value)
        ? uiMessages.none
        : format(value);
  });
}
