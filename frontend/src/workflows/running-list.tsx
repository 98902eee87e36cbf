import { workflowStatuses, type WorkflowRow } from '@lexiflow/contracts';
import { Workflow } from 'lucide-react';
import { Link } from 'wouter';
import { usePageList } from '../api/use-page-list.ts';
import { WORKFLOWS_PATH } from '../api/workflows.ts';
import { Button } from '../ui/button.tsx';
import type { CsvColumn } from '../ui/csv.ts';
import { CsvButton } from '../ui/csv-button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { formatDate, formatInstant } from '../ui/format.ts';
import { ListFrame } from '../ui/list-frame.tsx';
import { uiMessages } from '../ui/messages.ts';
import { RowTable, type RowColumn } from '../ui/row-table.tsx';
import { Select } from '../ui/select.tsx';
import { oneOf, useSearchParams } from '../ui/use-search-params.ts';
import { workflowMessages } from '../ui/workflows/messages.ts';
import { WorkflowStatusBadge } from '../ui/workflows/workflow-status.tsx';
import { workflowsMessages } from './messages.ts';

const text = workflowsMessages.running;
const params = {
  status: oneOf(['', ...workflowStatuses], ''),
  overdue: oneOf(['', 'true'], ''),
};

const columns: readonly RowColumn<WorkflowRow>[] = [
  {
    id: 'workflow',
    header: text.workflow,
    width: 'minmax(10rem, 2fr)',
    cell: (row) => <span className="block truncate font-medium">{row.name}</span>,
  },
  {
    id: 'case',
    header: text.case,
    width: 'minmax(10rem, 2fr)',
    cell: (row) => <span className="block truncate text-dim">{row.caseTitle}</span>,
  },
  {
    id: 'stage',
    header: text.stage,
    width: 'minmax(8rem, 1.5fr)',
    cell: (row) => <span className="block truncate">{row.stageName ?? uiMessages.none}</span>,
  },
  {
    id: 'progress',
    header: text.progress,
    width: '7rem',
    wideOnly: true,
    cell: (row) => (
      <span className="numbers text-dim">{text.of(row.endedStages, row.stageCount)}</span>
    ),
  },
  {
    id: 'due',
    header: text.due,
    width: '7rem',
    cell: (row) => (
      <span className={row.isOverdue ? 'numbers font-medium text-emergency' : 'numbers text-dim'}>
        {formatDate(row.dueOn)}
      </span>
    ),
  },
  {
    id: 'status',
    header: text.status,
    width: '7rem',
    cell: (row) => <WorkflowStatusBadge status={row.status} isOverdue={row.isOverdue} />,
  },
];

const csvColumns: readonly CsvColumn<WorkflowRow>[] = [
  { header: text.workflow, value: (row) => row.name },
  { header: text.case, value: (row) => row.caseTitle },
  { header: text.status, value: (row) => workflowMessages.status[row.status] },
  { header: text.stage, value: (row) => row.stageName },
  { header: text.progress, value: (row) => `${row.endedStages}/${row.stageCount}` },
  { header: text.due, value: (row) => row.dueOn },
  { header: text.updated, value: (row) => row.updatedAt },
];

function Card({ row }: { row: WorkflowRow }) {
  return (
    <>
      <div className="flex items-start justify-between gap-3">
        <span className="line-clamp-2 min-w-0 font-medium">{row.name}</span>
        <WorkflowStatusBadge status={row.status} isOverdue={row.isOverdue} />
      </div>
      <p className="mt-0.5 line-clamp-1 text-xs text-dim">{row.caseTitle}</p>
      <p className="numbers text-xs text-faint">
        {[row.stageName, row.dueOn && formatDate(row.dueOn), formatInstant(row.updatedAt)]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </>
  );
}

/** The workflows on the cases one may see, the last changed first. */
export function RunningList() {
  const [{ status, overdue }, setParams] = useSearchParams(params);
  const query = { status, overdue };
  const list = usePageList<WorkflowRow>(['workflows', 'list'], WORKFLOWS_PATH, query);
  const isFiltered = status !== '' || overdue !== '';
  const icon = <Workflow size={20} />;
  return (
    <>
      <search aria-label={text.label} className="no-print mb-3 flex flex-wrap items-center gap-3">
        <Select
          aria-label={text.status}
          className="w-36"
          value={status}
          onChange={(event) =>
            setParams({ status: workflowStatuses.find((one) => one === event.target.value) ?? '' })
          }
          choices={[
            { value: '', label: text.anyStatus },
            ...workflowStatuses.map((one) => ({ value: one, label: workflowMessages.status[one] })),
          ]}
        />
        <label className="flex h-8 items-center gap-1.5 text-sm text-dim">
          <input
            type="checkbox"
            checked={overdue === 'true'}
            onChange={(event) => setParams({ overdue: event.target.checked ? 'true' : '' })}
          />
          {text.overdueOnly}
        </label>
        <div className="ml-auto">
          <CsvButton
            path={WORKFLOWS_PATH}
            query={query}
            columns={csvColumns}
            fileName="workflows.csv"
          />
        </div>
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
                <Button onClick={() => setParams({ status: '', overdue: '' })}>
                  {workflowsMessages.templates.clear}
                </Button>
              }
            />
          ) : (
            <EmptyState
              icon={icon}
              title={text.emptyTitle}
              hint={text.emptyHint}
              action={
                <Link href="/cases" className="button">
                  {text.cases}
                </Link>
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
          href={(row) => `/cases/${row.caseId}?tab=tasks#${row.id}`}
          title={(row) => `${row.name}, ${row.caseTitle}`}
          card={(row) => <Card row={row} />}
        />
      </ListFrame>
    </>
  );
}
