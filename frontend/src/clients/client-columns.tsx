import type { Client } from '@lexiflow/contracts';
import { Badge, type Tone } from '../ui/badge.tsx';
import type { CsvColumn } from '../ui/csv.ts';
import { formatCount } from '../ui/format.ts';
import type { RowColumn } from '../ui/row-table.tsx';
import { clientsMessages } from './messages.ts';

const text = clientsMessages.columns;
const TONES: Record<Client['status'], Tone> = {
  active: 'normal',
  former: 'neutral',
  prospective: 'elevated',
};

function Status({ row }: { row: Client }) {
  return <Badge tone={TONES[row.status]}>{clientsMessages.statuses[row.status]}</Badge>;
}

/** The columns of the client list on a wide window. */
export const clientColumns: readonly RowColumn<Client>[] = [
  {
    id: 'name',
    header: text.name,
    width: 'minmax(0, 3fr)',
    sort: 'name',
    cell: (row) => <span className="block truncate font-medium">{row.name}</span>,
  },
  {
    id: 'number',
    header: text.number,
    width: 'minmax(6rem, 1fr)',
    sort: 'number',
    cell: (row) => <span className="numbers text-dim">{row.number}</span>,
  },
  {
    id: 'kind',
    header: text.kind,
    width: '8rem',
    cell: (row) => <span className="text-dim">{clientsMessages.kinds[row.kind]}</span>,
  },
  { id: 'status', header: text.status, width: '8rem', cell: (row) => <Status row={row} /> },
  {
    id: 'cases',
    header: text.cases,
    width: '4rem',
    numeric: true,
    cell: (row) => formatCount(row.caseCount),
  },
];

/** A client on a phone. */
export function ClientCard({ row }: { row: Client }) {
  return (
    <>
      <div className="flex items-start justify-between gap-3">
        <span className="min-w-0 font-medium">{row.name}</span>
        <Status row={row} />
      </div>
      <p className="numbers text-xs text-faint">
        {row.number} · {clientsMessages.cases(row.caseCount)}
      </p>
    </>
  );
}

/** The columns of the client list as CSV. */
export const clientCsvColumns: readonly CsvColumn<Client>[] = [
  { header: text.number, value: (row) => row.number },
  { header: text.name, value: (row) => row.name },
  { header: text.kind, value: (row) => row.kind },
  { header: text.status, value: (row) => row.status },
  { header: text.cases, value: (row) => row.caseCount },
];
