import type { DocketEntry } from '@lexiflow/contracts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
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

const columns: readonly RowColumn<DocketEntry>[] = [
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

type Edit = (row: DocketEntry) => void;

/** The columns of a docket on a wide window; the entry's text wraps. */
export function docketColumns(onEdit: Edit | null): readonly RowColumn<DocketEntry>[] {
  if (onEdit === null) return columns;
  const cell = (row: DocketEntry) => <EditButton row={row} onEdit={onEdit} />;
  return [...columns, { id: 'actions', header: text.actions, width: '4.5rem', cell }];
}

function EditButton({ row, onEdit }: { row: DocketEntry; onEdit: Edit }) {
  return (
    <Button
      tone="quiet"
      className="no-print"
      aria-label={text.editOf(row.documentNumber, formatDate(row.filedOn))}
      onClick={() => onEdit(row)}
    >
      {text.edit}
    </Button>
  );
}

/** A docket entry on a phone. */
export function DocketCard({ row, onEdit }: { row: DocketEntry; onEdit: Edit | null }) {
  return (
    <>
      <div className="numbers mb-0.5 flex flex-wrap items-center gap-2 text-xs text-faint">
        <span className="font-medium text-ink">{row.documentNumber ?? uiMessages.none}</span>
        <span>{formatDate(row.filedOn)}</span>
        <Marks row={row} />
        {onEdit && (
          <span className="ml-auto">
            <EditButton row={row} onEdit={onEdit} />
          </span>
        )}
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
