import type { CaseRow } from '@lexiflow/contracts';
import { CaseStatusBadge, caseStatusNames } from '../ui/case-status.tsx';
import type { CsvColumn } from '../ui/csv.ts';
import { formatCount, formatDate } from '../ui/format.ts';
import { uiMessages } from '../ui/messages.ts';
import type { RowColumn } from '../ui/row-table.tsx';
import { casesMessages } from './messages.ts';

const text = casesMessages.columns;

/** The columns of the list on a wide window. */
export const caseColumns: readonly RowColumn<CaseRow>[] = [
  {
    id: 'title',
    header: text.title,
    width: 'minmax(14rem, 3fr)',
    sort: 'title',
    cell: (row) => <span className="block truncate font-medium">{row.title}</span>,
  },
  {
    id: 'number',
    header: text.number,
    width: 'minmax(8.5rem, 1fr)',
    sort: 'number',
    cell: (row) => <span className="numbers block truncate text-dim">{row.number}</span>,
  },
  {
    id: 'court',
    header: text.court,
    width: '4.5rem',
    cell: (row) => (
      <span className="block truncate text-dim" title={row.courtName ?? undefined}>
        {row.courtId ?? uiMessages.none}
      </span>
    ),
  },
  {
    id: 'judge',
    header: text.judge,
    width: 'minmax(8rem, 1fr)',
    wideOnly: true,
    cell: (row) => <span className="block truncate text-dim">{row.judge ?? uiMessages.none}</span>,
  },
  {
    id: 'status',
    header: text.status,
    width: '5.5rem',
    cell: (row) => <CaseStatusBadge status={row.status} />,
  },
  {
    id: 'filedOn',
    header: text.filedOn,
    width: '6.5rem',
    sort: 'filedOn',
    cell: (row) => <span className="numbers text-dim">{formatDate(row.filedOn)}</span>,
  },
  {
    id: 'lastEntryOn',
    header: text.lastEntryOn,
    width: '6.5rem',
    wideOnly: true,
    cell: (row) => <span className="numbers text-dim">{formatDate(row.lastEntryOn)}</span>,
  },
  {
    id: 'entries',
    header: text.entries,
    width: '4rem',
    numeric: true,
    cell: (row) => formatCount(row.entryCount),
  },
];

/** A case on a phone: title and status above, number, court and size below. */
export function CaseCard({ row }: { row: CaseRow }) {
  return (
    <>
      <div className="flex items-start justify-between gap-3">
        <span className="line-clamp-2 min-w-0 font-medium">{row.title}</span>
        <CaseStatusBadge status={row.status} />
      </div>
      <p className="numbers mt-0.5 text-xs text-faint">
        {[row.courtId, row.number, formatDate(row.filedOn)].filter(Boolean).join(' · ')}
        {' · '}
        {casesMessages.entries(row.entryCount)}
      </p>
    </>
  );
}

/** The columns of the list as CSV. */
export const caseCsvColumns: readonly CsvColumn<CaseRow>[] = [
  { header: text.number, value: (row) => row.number },
  { header: text.title, value: (row) => row.title },
  { header: text.court, value: (row) => row.courtId },
  { header: text.judge, value: (row) => row.judge },
  { header: text.status, value: (row) => caseStatusNames[row.status] },
  { header: text.type, value: (row) => row.type },
  { header: text.client, value: (row) => row.clientName },
  { header: text.filedOn, value: (row) => row.filedOn },
  { header: text.closedOn, value: (row) => row.closedOn },
  { header: text.lastEntryOn, value: (row) => row.lastEntryOn },
  { header: text.entries, value: (row) => row.entryCount },
  { header: text.updated, value: (row) => row.updatedAt },
];
