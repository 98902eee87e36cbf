import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** One column of a FigureTable; numbers stand right-aligned. */
export interface FigureColumn<Row> {
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  readonly numeric?: boolean;
  /** Long text that may take several lines. */
  readonly wrap?: boolean;
}

/** A plain table for a few dozen rows; scrolls sideways by itself on a phone. */
export function FigureTable<Row>({
  caption,
  columns,
  rows,
  rowKey,
  empty,
  frame = true,
}: {
  caption: string;
  columns: readonly FigureColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string | number;
  empty: string;
  frame?: boolean;
}) {
  return (
    <div
      role="region"
      aria-label={caption}
      tabIndex={0}
      className={classNames('relative overflow-x-auto', frame && 'card')}
    >
      <table className="numbers w-full text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b border-line text-left text-xs text-faint">
            {columns.map((column) => (
              <th
                key={column.header}
                scope="col"
                className={classNames(
                  'px-3 py-2 font-medium whitespace-nowrap first:pl-4 last:pr-4',
                  column.numeric && 'text-right',
                )}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} className="border-b border-line last:border-b-0">
              {columns.map((column, index) => {
                const Cell = index === 0 ? 'th' : 'td';
                return (
                  <Cell
                    key={column.header}
                    {...(index === 0 ? { scope: 'row' } : {})}
                    className={classNames(
                      'px-3 py-1.5 text-left font-normal first:pl-4 last:pr-4',
                      column.numeric && 'text-right',
                      !column.wrap && 'whitespace-nowrap',
                    )}
                  >
                    {column.cell(row)}
                  </Cell>
                );
              })}
            </tr>
          ))}
          {rows.length === 0 && (
            <tr>
              <td colSpan={columns.length} className="px-4 py-6 text-center text-dim">
                {empty}
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}
