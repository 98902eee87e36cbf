import type { CSSProperties } from 'react';
import { Link } from 'wouter';
import { classNames } from './class-names.ts';
import type { RowTableProps } from './row-table.tsx';
import { gridTracks } from './row-table-header.tsx';

/** The element id by which the keyboard finds a row. */
export function rowElementId(tableId: string, index: number): string {
  return `${tableId}-row-${index}`;
}

/** One row of a RowTable; `top` and `measure` are given when it is placed by the virtualiser. */
export function Row<Item>({
  id,
  row,
  index,
  columns,
  isNarrow,
  href,
  title,
  card,
  measure,
  top,
}: Pick<RowTableProps<Item>, 'columns' | 'href' | 'title' | 'card'> & {
  id: string;
  row: Item;
  index: number;
  isNarrow: boolean;
  measure?: (element: HTMLElement | null) => void;
  top?: number;
}) {
  const place: CSSProperties = top === undefined ? {} : { transform: `translateY(${top}px)` };
  if (!isNarrow) place.gridTemplateColumns = gridTracks(columns);
  const focusId = rowElementId(id, index);
  const link = href && (
    <Link
      id={focusId}
      href={href(row)}
      className="absolute inset-0 rounded-md focus-visible:-outline-offset-2"
      aria-label={title?.(row)}
    />
  );
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      data-index={index}
      ref={measure}
      {...(href ? {} : { id: focusId, tabIndex: -1 })}
      style={place}
      className={classNames(
        'border-b border-line px-4',
        top === undefined ? 'relative' : 'absolute inset-x-0 top-0',
        href && 'hover:bg-hover',
        isNarrow ? 'py-2.5' : 'grid min-h-11 items-center gap-4 py-1.5 text-sm',
      )}
    >
      {isNarrow ? (
        <div role="cell">
          {link}
          {card(row)}
        </div>
      ) : (
        columns.map((column, position) => (
          <div
            key={column.id}
            role="cell"
            className={classNames('min-w-0', column.numeric && 'numbers text-right')}
          >
            {position === 0 && link}
            {column.cell(row)}
          </div>
        ))
      )}
    </div>
  );
}
