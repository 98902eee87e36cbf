import type { TemplateRow } from '@lexiflow/contracts';
import { Workflow } from 'lucide-react';
import { Link } from 'wouter';
import { useMay } from '../api/session.ts';
import { usePageList } from '../api/use-page-list.ts';
import { TEMPLATES_PATH } from '../api/workflows.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { FilterInput } from '../ui/filter-input.tsx';
import { formatCount, formatInstant } from '../ui/format.ts';
import { ListFrame } from '../ui/list-frame.tsx';
import { RowTable, type RowColumn } from '../ui/row-table.tsx';
import { Select } from '../ui/select.tsx';
import { anyText, oneOf, useSearchParams } from '../ui/use-search-params.ts';
import { workflowMessages } from '../ui/workflows/messages.ts';
import { workflowsMessages } from './messages.ts';

const text = workflowsMessages.templates;
const params = { q: anyText, archived: oneOf(['', 'true'], '') };

const columns: readonly RowColumn<TemplateRow>[] = [
  {
    id: 'name',
    header: text.name,
    width: 'minmax(14rem, 3fr)',
    cell: (row) => (
      <>
        <span className="block truncate font-medium">{row.name}</span>
        <span className="block truncate text-xs text-faint">{row.description}</span>
      </>
    ),
  },
  {
    id: 'stages',
    header: text.stages,
    width: '4.5rem',
    numeric: true,
    cell: (row) => formatCount(row.stageCount),
  },
  {
    id: 'tasks',
    header: text.tasks,
    width: '4.5rem',
    numeric: true,
    cell: (row) => formatCount(row.taskCount),
  },
  {
    id: 'open',
    header: text.open,
    width: '8rem',
    numeric: true,
    cell: (row) => formatCount(row.openWorkflows),
  },
  {
    id: 'revision',
    header: text.revision,
    width: '5rem',
    numeric: true,
    wideOnly: true,
    cell: (row) => formatCount(row.revision),
  },
  {
    id: 'updated',
    header: text.updated,
    width: '10rem',
    wideOnly: true,
    cell: (row) => <span className="numbers text-dim">{formatInstant(row.updatedAt)}</span>,
  },
];

function Card({ row }: { row: TemplateRow }) {
  return (
    <>
      <span className="line-clamp-2 font-medium">{row.name}</span>
      <p className="numbers mt-0.5 text-xs text-faint">
        {text.sizes(row.stageCount, row.taskCount)} · {text.openCount(row.openWorkflows)} ·{' '}
        {workflowMessages.revision(row.revision)}
      </p>
    </>
  );
}

/** The templates by name. */
export function TemplateList() {
  const [{ q, archived }, setParams] = useSearchParams(params);
  const mayManage = useMay('workflow:manage');
  const query = { q, archived };
  const list = usePageList<TemplateRow>(['workflows', 'templates'], TEMPLATES_PATH, query);
  const isFiltered = q !== '' || archived !== '';
  const icon = <Workflow size={20} />;
  return (
    <>
      <search aria-label={text.label} className="no-print mb-3 flex flex-wrap items-center gap-2">
        <FilterInput
          aria-label={text.filter}
          placeholder={text.filter}
          className="sm:max-w-64"
          value={q}
          onSettled={(typed) => setParams({ q: typed })}
        />
        <Select
          aria-label={text.archived}
          className="w-32"
          value={archived}
          onChange={(event) => setParams({ archived: event.target.value === 'true' ? 'true' : '' })}
          choices={[
            { value: '', label: text.inUse },
            { value: 'true', label: text.onlyArchived },
          ]}
        />
      </search>
      <ListFrame
        list={list}
        empty={
          isFiltered ? (
            <EmptyState
              icon={icon}
              title={text.noneTitle}
              hint={text.noneHint}
              action={
                <Button onClick={() => setParams({ q: '', archived: '' })}>{text.clear}</Button>
              }
            />
          ) : (
            <EmptyState
              icon={icon}
              title={text.emptyTitle}
              hint={text.emptyHint}
              action={
                mayManage && (
                  <Link href="/workflows/new" className="button" data-tone="primary">
                    {text.new}
                  </Link>
                )
              }
            />
          )
        }
      >
        <RowTable
          label={text.label}
          list={list}
          columns={columns}
          rowKey={(row) => row.id}
          href={(row) => `/workflows/${row.id}`}
          title={(row) => row.name}
          card={(row) => <Card row={row} />}
          rowHeight={52}
        />
      </ListFrame>
    </>
  );
}
