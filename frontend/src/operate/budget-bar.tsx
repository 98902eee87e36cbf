import type { MemoryMetrics } from '@lexiflow/contracts';
import { useQuery } from '@tanstack/react-query';
import { memoryHealthQuery } from '../api/monitoring.ts';
import { useTrackedMemo } from '../performance/use-tracked-memo.ts';
import { classNames } from '../ui/class-names.ts';
import { FigureTable } from '../ui/figure-table.tsx';
import { formatBytes, formatShare } from '../ui/format.ts';
import { uiMessages } from '../ui/messages.ts';
import { BudgetMarks } from './budget-marks.tsx';
import { budgetSegments, type Segment } from './budget-segments.ts';
import { operateMessages } from './messages.ts';
import { partColours } from './part-colours.ts';

const text = operateMessages.budget;
function nameOf(segment: Segment): string {
  return segment.kind === 'part' ? segment.name : text[segment.kind];
}

function colourOf(segment: Segment, colours: ReadonlyMap<string, number>): string | undefined {
  if (segment.kind === 'rest') return 'var(--part-8)';
  return segment.kind === 'part' ? `var(--part-${colours.get(segment.name)})` : undefined;
}

/** What holds the memory now, as one bar as long as the budget; the same figures as a table below. */
export function BudgetBar({ budget }: { budget: MemoryMetrics['budget'] }) {
  const health = useQuery(memoryHealthQuery);
  const segments = useTrackedMemo('budget: segments', () => budgetSegments(budget), [budget]);
  const drawn = segments.filter(({ bytes }) => bytes > 0);
  const colours = partColours(segments.flatMap(({ kind, name }) => (kind === 'part' ? name : [])));
  return (
    <section aria-label={text.title} className="card p-4">
      <div className="mb-2 flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 className="font-semibold">{text.title}</h2>
        <p className="numbers text-xs text-faint">
          {text.summary(
            formatBytes(budget.workingSetBytes),
            formatBytes(budget.limitBytes),
            text.sources[budget.source] ?? budget.source,
          )}
        </p>
      </div>
      <div className="relative pb-5">
        <div aria-hidden className="flex h-9 overflow-hidden rounded-md bg-sunken">
          {drawn.map((segment) => (
            <div
              key={nameOf(segment)}
              title={`${nameOf(segment)} ${formatBytes(segment.bytes)}`}
              className={classNames(
                'h-full border-r border-surface transition-[width] duration-300 last:border-r-0',
                segment.kind === 'unexplained' && 'hatched',
              )}
              style={{
                width: `${segment.share * 100}%`,
                background: colourOf(segment, colours),
              }}
            />
          ))}
        </div>
        {health.data && (
          <BudgetMarks limitBytes={budget.limitBytes} thresholds={health.data.thresholds} />
        )}
      </div>
      {/* On a phone a line each: with several in a line they wrap anew with every reading. */}
      <ul className="grid gap-x-5 gap-y-1.5 text-sm sm:flex sm:flex-wrap">
        {segments.map((segment) => (
          <li key={nameOf(segment)} className="flex items-center gap-2">
            <span
              aria-hidden
              className={classNames(
                'size-2.5 rounded-sm',
                segment.kind === 'unexplained' && 'hatched',
                segment.kind === 'headroom' && 'border border-edge bg-sunken',
              )}
              style={{ background: colourOf(segment, colours) }}
            />
            <span className="inline-block text-dim max-sm:flex-1 first-letter:uppercase">
              {nameOf(segment)}
            </span>
            <span className="numbers min-w-16 text-right font-medium sm:text-left">
              {formatBytes(segment.bytes)}
            </span>
          </li>
        ))}
      </ul>
      <details className="mt-3 text-sm">
        <summary className="w-fit py-0.5 text-xs text-faint hover:text-ink">{text.asTable}</summary>
        <FigureTable
          caption={text.title}
          rows={budgetSegments(budget, { maxParts: Infinity, minShare: 0 })}
          rowKey={nameOf}
          empty={uiMessages.none}
          frame={false}
          columns={[
            { header: text.name, cell: nameOf },
            { header: text.bytes, numeric: true, cell: ({ bytes }) => formatBytes(bytes) },
            {
              header: text.share,
              numeric: true,
              cell: ({ bytes }) => formatShare(bytes / budget.limitBytes),
            },
          ]}
        />
      </details>
    </section>
  );
}
