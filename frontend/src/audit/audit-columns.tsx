import type { AuditRecord } from '@lexiflow/contracts';
import { formatCount, formatInstant } from '../ui/format.ts';
import { uiMessages } from '../ui/messages.ts';
import type { RowColumn } from '../ui/row-table.tsx';
import { auditMessages } from './messages.ts';

const text = auditMessages.columns;

// The details are shown as they were recorded, on one line.
function detailsOf(row: AuditRecord): string {
  return Object.entries(row.details)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}

function Details({ row }: { row: AuditRecord }) {
  return <p className="line-clamp-2 text-xs text-faint">{detailsOf(row)}</p>;
}

/** The columns of the audit log on a wide window. */
export const auditColumns: readonly RowColumn<AuditRecord>[] = [
  {
    id: 'at',
    header: text.at,
    width: '10.5rem',
    cell: (row) => <span className="numbers text-dim">{formatInstant(row.at)}</span>,
  },
  {
    id: 'actor',
    header: text.actor,
    width: 'minmax(7rem, 1fr)',
    cell: (row) => <span className="block truncate">{row.actorName}</span>,
  },
  {
    id: 'action',
    header: text.action,
    width: 'minmax(9rem, 1fr)',
    cell: (row) => <code className="font-mono text-xs">{row.action}</code>,
  },
  {
    id: 'object',
    header: text.object,
    width: 'minmax(0, 1.4fr)',
    cell: (row) => (
      <span className="block truncate text-dim" title={row.objectId ?? undefined}>
        {row.objectType} {row.objectId}
      </span>
    ),
  },
  {
    id: 'details',
    header: text.details,
    width: 'minmax(0, 2fr)',
    wideOnly: true,
    cell: (row) => <Details row={row} />,
  },
  {
    id: 'ip',
    header: text.ip,
    width: '7rem',
    wideOnly: true,
    cell: (row) => (
      <span className="numbers block truncate text-dim">{row.ip ?? uiMessages.none}</span>
    ),
  },
  {
    id: 'sealed',
    header: text.sealed,
    width: '4.5rem',
    numeric: true,
    cell: (row) => (
      <span className="text-faint">
        {row.sealed === null ? auditMessages.notSealed : formatCount(row.sealed)}
      </span>
    ),
  },
];

/** An audit row on a phone. */
export function AuditCard({ row }: { row: AuditRecord }) {
  return (
    <>
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <code className="font-mono text-xs font-medium">{row.action}</code>
        <span className="numbers text-xs text-faint">{formatInstant(row.at)}</span>
      </div>
      <p className="text-sm text-dim">
        {row.actorName} · {row.objectType}
      </p>
      <Details row={row} />
    </>
  );
}
