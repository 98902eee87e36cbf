import type { Client } from '@lexiflow/contracts';
import { Building2, Plus } from 'lucide-react';
import { CLIENTS_PATH } from '../api/clients.ts';
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
import { ClientCard, clientColumns, clientCsvColumns } from './client-columns.tsx';
import { ClientDialog } from './client-dialog.tsx';
import { clientsMessages as text } from './messages.ts';

const statuses = ['', 'active', 'former', 'prospective'] as const;
const sorts = ['name', '-name', 'number', '-number'] as const;
const clientParams = {
  q: anyText,
  status: oneOf(statuses, ''),
  sort: oneOf(sorts, 'name'),
  new: oneOf(['', 'yes'], ''),
  edit: anyText,
};

/** The clients of the firm; making and changing one happens in a dialog with its own address. */
export default function ClientsScreen() {
  const [params, setParams] = useSearchParams(clientParams);
  const mayWrite = useMay('client:write');
  const { q, status, sort } = params;
  const query = useTrackedMemo('clients: query', () => ({ q, status, sort }), [q, status, sort]);
  const list = usePageList<Client>(['clients'], CLIENTS_PATH, query);
  const edited = list.rows.find((client) => client.id === params.edit);
  const isFiltered = q !== '' || status !== '';
  const create = () => setParams({ new: 'yes' });
  return (
    <>
      <PageHeader
        title={text.title}
        detail={text.detail}
        actions={
          <>
            <CsvButton
              path={CLIENTS_PATH}
              query={query}
              columns={clientCsvColumns}
              fileName="clients.csv"
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
          aria-label={text.status}
          className="w-36"
          value={status}
          onChange={(event) =>
            setParams({ status: statuses.find((one) => one === event.target.value) ?? '' })
          }
          choices={statuses.map((value) => ({
            value,
            label: value === '' ? text.anyStatus : text.statuses[value],
          }))}
        />
      </search>
      <ListFrame
        list={list}
        empty={
          <EmptyState
            icon={<Building2 size={20} />}
            title={isFiltered ? text.noneTitle : text.emptyTitle}
            hint={isFiltered ? text.noneHint : text.emptyHint}
            action={
              isFiltered ? (
                <Button onClick={() => setParams({ q: '', status: '' })}>{text.clear}</Button>
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
          columns={clientColumns}
          rowKey={(row) => row.id}
          {...(mayWrite ? { href: (row: Client) => `/clients?edit=${row.id}` } : {})}
          title={(row) => row.name}
          card={(row) => <ClientCard row={row} />}
          sort={sort}
          onSort={(next) => setParams({ sort: sorts.find((one) => one === next) ?? 'name' })}
        />
      </ListFrame>
      {mayWrite && (params.new === 'yes' || edited) && (
        <ClientDialog
          key={edited?.id ?? 'new'}
          record={edited ?? null}
          onClose={() => setParams({ new: '', edit: '' })}
        />
      )}
    </>
  );
}
