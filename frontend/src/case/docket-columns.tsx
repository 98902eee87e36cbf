import type { DocketEntry } from '@lexiflow/contracts';
import { Badge } from '../ui/badge.tsx';
import type { CsvColumn } from '../ui/csv.ts';
import { formatDate } from '../ui/format.ts';
import { uiMessages } from '../ui/messages.ts';
import type { RowColumn } from '../ui/row-table.tsx';
import { caseMessages } from './messages.ts';

const text = caseMessages.docket;

/** Sealed and restricted marks, pages and attachments of an entry. */
function Marks({ row }: { row: DocketEntry }) {
  return (
    <span className="flex flex-wrap items-center gap-1.5 text-xs text-faint">
      {row.sealed && <Badge tone="emergency">{text.sealed}</Badge>}
      {row.restricted && <Badge tone="warning">{text.restricted}</Badge>}
      {row.pageCount !== null && <span>{text.pages(row.pageCount)}</span>}
      {row.attachmentCount > 0 && <span>{text.attachments(row.attachmentCount)}</span>}
    </span>
  );
}

/** The columns of a docket on a wide window; the entry's text wraps. */
export const docketColumns: readonly RowColumn<DocketEntry>[] = [
  {
    id: 'number',
    header: text.number,
    width: '3rem',
    cell: (row) => (
      <span className="numbers font-medium">{row.documentNumber ?? uiMessages.none}</span>
    ),
  },
  {
    id: 'filed',
    header: text.filed,
    width: '6.5rem',
    cell: (row) => <span className="numbers text-dim">{formatDate(row.filedOn)}</span>,
  },
  {
    id: 'text',
    header: text.text,
    width: 'minmax(0, 1fr)',
    cell: (row) => <p className="max-w-[72rem] whitespace-pre-line">{row.description}</p>,
  },
  { id: 'marks', header: text.marks, width: '9rem', cell: (row) => <Marks row={row} /> },
];

/** A docket entry on a phone. */
export function DocketCard({ row }: { row: DocketEntry }) {
  return (
    <>
      <div className="numbers mb-0.5 flex items-center gap-2 text-xs text-faint">
        <span className="font-medium text-ink">{row.documentNumber ?? uiMessages.none}</span>
        <span>{formatDate(row.filedOn)}</span>
        <Marks row={row} />
      </div>
      <p className="text-sm whitespace-pre-line">{row.description}</p>
    </>
  );
}

/** The columns of a docket as CSV. */
export const docketCsvColumns: readonly CsvColumn<DocketEntry>[] = [
  { header: text.number, value: (row) => row.documentNumber },
  { header: text.filed, value: (row) => row.filedOn },
  { header: text.text, value: (row) => row.description },
  { header: text.sealed, value: (row) => row.sealed },
  { header: text.restricted, value: (row) => row.restricted },
];
