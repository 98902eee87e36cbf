import type { MissingIndex } from '@lexiflow/contracts';
import { FigureTable, type FigureColumn } from '../ui/figure-table.tsx';
import { formatCount } from '../ui/format.ts';
import { queryMessages as text } from './messages.ts';

const columns: readonly FigureColumn<MissingIndex>[] = [
  { header: text.table, cell: (row) => <code className="font-mono text-xs">{row.table}</code> },
  {
    header: text.columns,
    cell: (row) => <code className="font-mono text-xs">{row.columns.join(', ')}</code>,
  },
  {
    header: text.condition,
    wrap: true,
    cell: (row) => (
      <code className="block min-w-40 font-mono text-xs break-words">{row.condition}</code>
    ),
  },
  { header: text.tableRows, numeric: true, cell: (row) => formatCount(row.tableRows) },
  { header: text.selected, numeric: true, cell: (row) => formatCount(row.selectedRows) },
];

/** Tables that a plan reads as a whole to keep few of their rows. */
export function IndexTable({ rows }: { rows: readonly MissingIndex[] }) {
  return (
    <FigureTable
      caption={text.indexes}
      rows={rows}
      rowKey={({ id, table }) => `${id} ${table}`}
      empty={text.noIndexes}
      columns={columns}
    />
  );
}
