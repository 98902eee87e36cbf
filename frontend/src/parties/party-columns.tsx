import type { Party } from '@lexiflow/contracts';
import type { CsvColumn } from '../ui/csv.ts';
import { formatCount } from '../ui/format.ts';
import { uiMessages } from '../ui/messages.ts';
import type { RowColumn } from '../ui/row-table.tsx';
import { partiesMessages } from './messages.ts';

const text = partiesMessages.columns;

/** The columns of the party list on a wide window. */
export const partyColumns: readonly RowColumn<Party>[] = [
  {
    id: 'name',
    header: text.name,
    width: 'minmax(0, 3fr)',
    sort: 'name',
    cell: (row) => <span className="block truncate font-medium">{row.name}</span>,
  },
  {
    id: 'kind',
    header: text.kind,
    width: '8rem',
    cell: (row) => <span className="text-dim">{partiesMessages.kinds[row.kind]}</span>,
  },
  {
    id: 'email',
    header: text.email,
    width: 'minmax(0, 2fr)',
    wideOnly: true,
    cell: (row) => <span className="block truncate text-dim">{row.email ?? uiMessages.none}</span>,
  },
  {
    id: 'phone',
    header: text.phone,
    width: '9rem',
    cell: (row) => <span className="numbers text-dim">{row.phone ?? uiMessages.none}</span>,
  },
  {
    id: 'cases',
    header: text.cases,
    width: '4rem',
    numeric: true,
    cell: (row) => formatCount(row.caseCount),
  },
];

/** A party on a phone. */
export function PartyCard({ row }: { row: Party }) {
  return (
    <>
      <span className="font-medium">{row.name}</span>
      <p className="numbers text-xs text-faint">
        {partiesMessages.kinds[row.kind]} · {partiesMessages.cases(row.caseCount)}
      </p>
    </>
  );
}

/** The columns of the party list as CSV. */
export const partyCsvColumns: readonly CsvColumn<Party>[] = [
  { header: text.name, value: (row) => row.name },
  { header: text.kind, value: (row) => row.kind },
  { header: text.email, value: (row) => row.email },
  { header: text.phone, value: (row) => row.phone },
  { header: text.address, value: (row) => row.address },
  { header: text.cases, value: (row) => row.caseCount },
];
