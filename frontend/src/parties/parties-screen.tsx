import type { Party } from '@lexiflow/contracts';
import { Plus, Users } from 'lucide-react';
import { PARTIES_PATH } from '../api/clients.ts';
import { useMay } from '../api/session.ts';
import { usePageList } from '../api/use-page-list.ts';
import { useTrackedMemo } from '../performance/use-tracked-memo.ts';
import { Button } from '../ui/button.tsx';
import { CsvButton } from '../ui/csv-button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { FilterInput } from '../ui/filter-input.tsx';
import { ListFrame } from '../ui/list-frame.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { RowTable } from '../ui/row-table.tsx';
import { Select } from '../ui/select.tsx';
import { anyText, oneOf, useSearchParams } from '../ui/use-search-params.ts';
import { partiesMessages as text } from './messages.ts';
import { PartyCard, partyColumns, partyCsvColumns } from './party-columns.tsx';
import { PartyDialog } from './party-dialog.tsx';

const kinds = ['', 'person', 'organisation', 'unknown'] as const;
const sorts = ['name', '-name'] as const;
const partyParams = {
  q: anyText,
  kind: oneOf(kinds, ''),
  sort: oneOf(sorts, 'name'),
  new: oneOf(['', 'yes'], ''),
  edit: anyText,
};

/** The people and organisations of all cases; each is kept once and changed in a dialog. */
export default function PartiesScreen() {
  const [params, setParams] = useSearchParams(partyParams);
  const mayWrite = useMay('party:write');
  const { q, kind, sort } = params;
  const query = useTrackedMemo('parties: query', () => ({ q, kind, sort }), [q, kind, sort]);
  const list = usePageList<Party>(['parties'], PARTIES_PATH, query);
  const edited = list.rows.find((party) => party.id === params.edit);
  const isFiltered = q !== '' || kind !== '';
  const create = () => setParams({ new: 'yes' });
  return (
    <>
      <PageHeader
        title={text.title}
        detail={text.detail}
        actions={
          <>
            <CsvButton
              path={PARTIES_PATH}
              query={query}
              columns={partyCsvColumns}
              fileName="parties.csv"
            />
            {mayWrite && (
              <Button tone="primary" onClick={create}>
                <Plus size={14} aria-hidden />
                {text.new}
              </Button>
            )}
          </>
        }
      />
      <search aria-label={text.filter} className="no-print mb-3 flex flex-wrap gap-2">
        <FilterInput
          aria-label={text.filter}
          placeholder={text.filter}
          className="max-w-64"
          value={q}
          onSettled={(next) => setParams({ q: next })}
        />
        <Select
          aria-label={text.kind}
          className="w-36"
          value={kind}
          onChange={(event) =>
            setParams({ kind: kinds.find((one) => one === event.target.value) ?? '' })
          }
          choices={kinds.map((value) => ({
            value,
            label: value === '' ? text.anyKind : text.kinds[value],
          }))}
        />
      </search>
      <ListFrame
        list={list}
        empty={
          <EmptyState
            icon={<Users size={20} />}
            title={isFiltered ? text.noneTitle : text.emptyTitle}
            hint={isFiltered ? text.noneHint : text.emptyHint}
            action={
              isFiltered ? (
                <Button onClick={() => setParams({ q: '', kind: '' })}>{text.clear}</Button>
              ) : (
                mayWrite && <Button onClick={create}>{text.new}</Button>
              )
            }
          />
        }
      >
        <RowTable
          label={text.label}
          list={list}
          columns={partyColumns}
          rowKey={(row) => row.id}
          {...(mayWrite ? { href: (row: Party) => partyHref(params.q, row) } : {})}
          title={(row) => row.name}
          card={(row) => <PartyCard row={row} />}
          sort={sort}
          onSort={(next) => setParams({ sort: sorts.find((one) => one === next) ?? 'name' })}
        />
      </ListFrame>
      {mayWrite && (params.new === 'yes' || edited) && (
        <PartyDialog
          key={edited?.id ?? 'new'}
          record={edited ?? null}
          onClose={() => setParams({ new: '', edit: '' })}
        />
      )}
    </>
  );
}

function partyHref(q: string, party: Party): string {
  const params = new URLSearchParams({ ...(q === '' ? {} : { q }), edit: party.id });
  return `/parties?${params.toString()}`;
}
