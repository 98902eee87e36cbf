import { uiMessages } from './messages.ts';
import type { RowColumn } from './row-table.tsx';
import type { Selection } from './use-selection.ts';

/** A first column with a box for each row; a click on it does not follow the link of the row. */
export function selectColumn<Row extends { readonly id: string }>(
  selection: Selection<Row>,
  nameOf: (row: Row) => string,
): RowColumn<Row> {
  return {
    id: 'selected',
    header: '',
    width: '1.5rem',
    cell: (row) => (
      <input
        type="checkbox"
        className="relative z-10 block size-4 accent-accent"
        aria-label={uiMessages.select(nameOf(row))}
        checked={selection.has(row.id)}
        disabled={selection.isFull && !selection.has(row.id)}
        onChange={() => selection.toggle(row.id)}
      />
    ),
  };
}
