import type { SearchPage } from '@lexiflow/contracts';
import { Button } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { formatCount } from '../ui/format.ts';
import { searchMessages as text } from './messages.ts';
import { noFilters, searchTypes, type SearchParams } from './search-params.ts';

const MAX_VALUES = 8;

/** Kinds, courts and judges among the hits with their counts, and a range of dates. */
export function SearchFacets({
  params,
  facets,
  onChange,
}: {
  params: SearchParams;
  facets: SearchPage['facets'] | undefined;
  onChange: (change: Partial<SearchParams>) => void;
}) {
  const isFiltered = Boolean(
    params.type || params.court || params.judge || params.from || params.to,
  );
  return (
    <aside aria-label={text.filters} className="no-print flex flex-col gap-5 max-lg:gap-3">
      <Facet
        title={text.type}
        chosen={params.type}
        values={facets?.type ?? []}
        name={(value) => text.types[value as keyof typeof text.types] ?? value}
        onChoose={(value) => onChange({ type: searchTypes.find((type) => type === value) ?? '' })}
      />
      <Facet
        title={text.court}
        chosen={params.court}
        values={facets?.court ?? []}
        onChoose={(court) => onChange({ court })}
      />
      <Facet
        title={text.judge}
        chosen={params.judge}
        values={facets?.judge ?? []}
        onChoose={(judge) => onChange({ judge })}
      />
      <fieldset>
        <legend className="mb-1.5 text-xs font-medium text-faint">{text.dates}</legend>
        <div className="flex flex-col gap-1.5 max-lg:flex-row">
          <input
            type="date"
            aria-label={text.from}
            className="input"
            value={params.from}
            onChange={(event) => onChange({ from: event.target.value })}
          />
          <input
            type="date"
            aria-label={text.to}
            className="input"
            value={params.to}
            onChange={(event) => onChange({ to: event.target.value })}
          />
        </div>
      </fieldset>
      {isFiltered && <Button onClick={() => onChange(noFilters)}>{text.clear}</Button>}
    </aside>
  );
}

function Facet({
  title,
  chosen,
  values,
  name = (value) => value,
  onChoose,
}: {
  title: string;
  chosen: string;
  values: ReadonlyArray<{ readonly value: string; readonly count: number }>;
  name?: (value: string) => string;
  onChoose: (value: string) => void;
}) {
  const known = values.some(({ value }) => value === chosen);
  const shown = values.slice(0, MAX_VALUES);
  const all = chosen === '' || known ? shown : [{ value: chosen, count: 0 }, ...shown];
  if (all.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2 className="mb-1 text-xs font-medium text-faint">{title}</h2>
      <ul className="flex flex-col max-lg:flex-row max-lg:flex-wrap max-lg:gap-1.5">
        {all.map(({ value, count }) => {
          const pressed = value === chosen;
          return (
            <li key={value}>
              <button
                type="button"
                aria-pressed={pressed}
                onClick={() => onChoose(pressed ? '' : value)}
                className={classNames(
                  'flex min-h-7 w-full items-center justify-between gap-2 rounded-md px-2 text-left text-sm max-lg:border max-lg:border-line lg:-mx-2',
                  pressed ? 'bg-accent-soft font-medium' : 'text-dim hover:bg-hover',
                )}
              >
                <span className="min-w-0 truncate">{name(value)}</span>
                <span className="numbers text-xs text-faint">{formatCount(count)}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
