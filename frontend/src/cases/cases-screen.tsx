import type { CaseRow } from '@lexiflow/contracts';
import type { QueryClient } from '@tanstack/react-query';
import { Briefcase, ListChecks, Plus, Upload } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Link } from 'wouter';
import { CASES_PATH } from '../api/cases.ts';
import { useMay } from '../api/session.ts';
import { pageListOptions, usePageList } from '../api/use-page-list.ts';
import { useTrackedMemo } from '../performance/use-tracked-memo.ts';
import { Button } from '../ui/button.tsx';
import { CsvButton } from '../ui/csv-button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ListFrame } from '../ui/list-frame.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { RowTable } from '../ui/row-table.tsx';
import { selectColumn } from '../ui/select-column.tsx';
import { readParams, useSearchParams } from '../ui/use-search-params.ts';
import { useIsNarrow } from '../ui/use-media.ts';
import { useSelection } from '../ui/use-selection.ts';
import { CaseCard, caseColumns, caseCsvColumns } from './case-columns.tsx';
import { CaseFilters } from './case-filters.tsx';
import { caseListQuery, caseParams, caseSorts, isFiltered, noFilters } from './case-params.ts';
import { casesMessages as text } from './messages.ts';

const BulkPanel = lazy(() => import('./bulk-panel.tsx'));
const CreateCaseDialog = lazy(() => import('./create-case-dialog.tsx'));

const LIST_KEY = ['cases', 'list'];

/** Reads the first rows of the list that the address asks for. */
export function firstRead(client: QueryClient): Promise<unknown> {
  const query = caseListQuery(readParams(caseParams, location.search));
  return client.prefetchInfiniteQuery(pageListOptions<CaseRow>(LIST_KEY, CASES_PATH, query));
}

/** The list of cases: filters, order and the open dialog stand in the address. */
export default function CasesScreen() {
  const [params, setParams] = useSearchParams(caseParams);
  const query = useTrackedMemo('cases: query', () => caseListQuery(params), [params]);
  const list = usePageList<CaseRow>(LIST_KEY, CASES_PATH, query);
  const mayCreate = useMay('case:create');
  const mayImport = useMay('docket:import');
  const maySelect = [useMay('case:change'), useMay('case:archive')].includes(true);
  // Cards on a phone have no room for boxes.
  const isWide = !useIsNarrow();
  const [wantsSelection, setWantsSelection] = useState(false);
  const isSelecting = wantsSelection && maySelect && isWide;
  const selection = useSelection(list.rows);
  const create = () => setParams({ new: 'yes' });

  return (
    <>
      <PageHeader
        title={text.title}
        detail={text.detail}
        actions={
          <>
            <CsvButton
              path={CASES_PATH}
              query={query}
              columns={caseCsvColumns}
              fileName="cases.csv"
            />
            {maySelect && isWide && (
              <Button
                aria-pressed={isSelecting}
                onClick={() => {
                  selection.clear();
                  setWantsSelection(!isSelecting);
                }}
              >
                <ListChecks size={14} aria-hidden />
                {text.select}
              </Button>
            )}
            {mayCreate && (
              <Button tone="primary" onClick={create}>
                <Plus size={14} aria-hidden />
                {text.newCase}
              </Button>
            )}
          </>
        }
      />
      <CaseFilters params={params} onChange={setParams} />
      {isSelecting && (
        <Suspense fallback={null}>
          <BulkPanel
            selection={selection}
            loaded={list.rows.length}
            onClose={() => setWantsSelection(false)}
          />
        </Suspense>
      )}
      <ListFrame
        list={list}
        empty={
          isFiltered(params) ? (
            <EmptyState
              icon={<Briefcase size={20} />}
              title={text.noneTitle}
              hint={text.noneHint}
              action={
                <>
                  <Button onClick={() => setParams(noFilters)}>{text.filters.clear}</Button>
                  <Link href={`/search?q=${encodeURIComponent(params.q)}`} className="button">
                    {text.searchInstead}
                  </Link>
                </>
              }
            />
          ) : (
            <EmptyState
              icon={<Briefcase size={20} />}
              title={text.emptyTitle}
              hint={text.emptyHint}
              action={
                <>
                  {mayImport && (
                    <Link href="/import" className="button" data-tone="primary">
                      <Upload size={14} aria-hidden />
                      {text.importDockets}
                    </Link>
                  )}
                  {mayCreate && <Button onClick={create}>{text.newCase}</Button>}
                </>
              }
            />
          )
        }
      >
        <RowTable
          label={text.listLabel}
          list={list}
          columns={
            isSelecting
              ? [selectColumn(selection, ({ title }) => title), ...caseColumns]
              : caseColumns
          }
          rowKey={(row) => row.id}
          href={(row) => `/cases/${row.id}`}
          title={(row) => row.title}
          card={(row) => <CaseCard row={row} />}
          sort={params.sort}
          onSort={(sort) => {
            const known = caseSorts.find((candidate) => candidate === sort);
            if (known) setParams({ sort: known });
          }}
        />
      </ListFrame>
      {params.new === 'yes' && mayCreate && (
        <Suspense>
          <CreateCaseDialog onClose={() => setParams({ new: '' })} />
        </Suspense>
      )}
    </>
  );
}
