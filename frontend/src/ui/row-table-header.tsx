import { ArrowDown, ArrowUp } from 'lucide-react';
import { classNames } from './class-names.ts';
import type { RowColumn } from './row-table.tsx';

/** The tracks of a row's grid, one per column. */
export function gridTracks(columns: ReadonlyArray<{ readonly width: string }>): string {
  return columns.map((column) => column.width).join(' ');
}

/** The header row of a RowTable; a sortable column is a button that says how it sorts now. */
export function RowTableHeader<Item>({
  columns,
  hidden,
  sort,
  onSort,
}: {
  columns: readonly RowColumn<Item>[];
  hidden: boolean;
  sort: string | undefined;
  onSort: ((sort: string) => void) | undefined;
}) {
  return (
    <div role="rowgroup" className={hidden ? 'sr-only' : 'sticky top-0 z-10'}>
      <div
        role="row"
        aria-rowindex={1}
        className="grid items-center gap-4 rounded-t-lg border-b border-line bg-surface px-4 text-xs font-medium text-faint"
        style={{ gridTemplateColumns: gridTracks(columns) }}
      >
        {columns.map((column) => {
          const descending = sort === `-${column.sort}`;
          const isSorted = column.sort !== undefined && (sort === column.sort || descending);
          return (
            <div
              key={column.id}
              role="columnheader"
              aria-sort={isSorted ? (descending ? 'descending' : 'ascending') : undefined}
              className={classNames(
                'min-w-0 py-2 whitespace-nowrap',
                column.numeric && 'text-right',
              )}
            >
              {column.sort !== undefined && onSort ? (
                <button
                  type="button"
                  className={classNames(
                    'inline-flex items-center gap-1 hover:text-ink',
                    isSorted && 'text-ink',
                  )}
                  onClick={() =>
                    onSort(sort === column.sort ? `-${column.sort}` : (column.sort ?? ''))
                  }
                >
                  {column.header}
                  {isSorted &&
                    (descending ? (
                      <ArrowDown size={12} aria-hidden />
                    ) : (
                      <ArrowUp size={12} aria-hidden />
                    ))}
                </button>
              ) : (
                column.header
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
