import type { DocketEntry } from '@lexiflow/contracts';
import { FileText } from 'lucide-react';
import { useMay } from '../api/session.ts';
import { usePageList } from '../api/use-page-list.ts';
import { useTrackedMemo } from '../performance/use-tracked-memo.ts';
import { Button } from '../ui/button.tsx';
import { CsvButton } from '../ui/csv-button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { FilterInput } from '../ui/filter-input.tsx';
import { ListFrame } from '../ui/list-frame.tsx';
import { RowTable } from '../ui/row-table.tsx';
import { Select } from '../ui/select.tsx';
import { anyText, oneOf, useSearchParams } from '../ui/use-search-params.ts';
import { DocketCard, docketColumns, docketCsvColumns } from './docket-columns.tsx';
import { OpenEntry } from './open-entry.tsx';
import { caseMessages } from './messages.ts';

const text = caseMessages.docket;
const sorts = ['position', '-position'] as const;
const docketParams = {
  q: anyText,
  from: anyText,
  to: anyText,
  numbered: oneOf(['', 'true'], ''),
  sort: oneOf(sorts, 'position'),
};
const entryParams = { entry: anyText };
const noFilters = { q: '', from: '', to: '', numbered: '' } as const;

/** The docket of a case in the court's order, filtered by words, dates and number. */
export function Docket({ caseId }: { caseId: string }) {
  const [params, setParams] = useSearchParams(docketParams);
  const [{ entry }, setEntry] = useSearchParams(entryParams);
  const mayWrite = useMay('docket:write');
  const onEdit = mayWrite ? (row: DocketEntry) => setEntry({ entry: row.id }) : null;
  const query = useTrackedMemo('docket: query', () => ({ ...params }), [params]);
  const path = `/cases/${caseId}/docket`;
  const list = usePageList<DocketEntry>(['cases', 'docket', caseId], path, query);
  const isFiltered = Boolean(params.q || params.from || params.to || params.numbered);
  const emptyIcon = <FileText size={20} />;
  return (
    <section aria-label={text.label}>
      <search aria-label={text.filter} className="no-print mb-3 flex flex-wrap items-center gap-2">
        <FilterInput
          aria-label={text.filter}
          placeholder={text.filter}
          className="sm:max-w-64"
          value={params.q}
          onSettled={(q) => setParams({ q })}
        />
        <input
          type="date"
          aria-label={text.from}
          title={text.from}
          className="input w-36 max-sm:flex-1"
          value={params.from}
          onChange={(event) => setParams({ from: event.target.value })}
        />
        <input
          type="date"
          aria-label={text.to}
          title={text.to}
          className="input w-36 max-sm:flex-1"
          value={params.to}
          onChange={(event) => setParams({ to: event.target.value })}
        />
        <label className="flex h-8 items-center gap-1.5 text-sm text-dim">
          <input
            type="checkbox"
            checked={params.numbered === 'true'}
            onChange={(event) => setParams({ numbered: event.target.checked ? 'true' : '' })}
          />
          {text.numbered}
        </label>
        {isFiltered && (
          <Button tone="quiet" onClick={() => setParams(noFilters)}>
            {caseMessages.clearFilters}
          </Button>
        )}
        <div className="ml-auto flex flex-wrap justify-end gap-2">
          <Select
            aria-label={text.sort}
            className="w-36"
            value={params.sort}
            onChange={(event) =>
              setParams({ sort: event.target.value === '-position' ? '-position' : 'position' })
            }
            choices={[
              { value: 'position', label: text.oldest },
              { value: '-position', label: text.newest },
            ]}
          />
          {mayWrite && <Button onClick={() => setEntry({ entry: 'new' })}>{text.add}</Button>}
          <CsvButton path={path} query={query} columns={docketCsvColumns} fileName="docket.csv" />
        </div>
      </search>
      <ListFrame
        list={list}
        empty={
          isFiltered ? (
            <EmptyState
              icon={emptyIcon}
              title={text.noneTitle}
              hint={text.noneHint}
              action={
                <Button onClick={() => setParams(noFilters)}>{caseMessages.clearFilters}</Button>
              }
            />
          ) : (
            <EmptyState icon={emptyIcon} title={text.emptyTitle} hint={text.emptyHint} />
          )
        }
      >
        <RowTable
          label={text.label}
          list={list}
          columns={docketColumns(onEdit)}
          rowKey={(row) => row.id}
          card={(row) => <DocketCard row={row} onEdit={onEdit} />}
          rowHeight={56}
        />
      </ListFrame>
      {mayWrite && entry !== '' && (
        <OpenEntry caseId={caseId} id={entry} onClose={() => setEntry({ entry: '' })} />
      )}
    </section>
  );
}
