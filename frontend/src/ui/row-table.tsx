import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useEffectEvent, useId, useRef, type ReactNode } from 'react';
import type { PageList } from '../api/use-page-list.ts';
import { formatCount } from './format.ts';
import { uiMessages } from './messages.ts';
import { Row } from './row-table-row.tsx';
import { RowTableHeader } from './row-table-header.tsx';
import { OVERSCAN_ROWS } from './ui.limits.ts';
import { useIsNarrow, useIsPrinting, useMedia } from './use-media.ts';
import { useOffsetTop } from './use-offset-top.ts';
import { useRowKeys } from './use-row-keys.ts';

/** One column of a RowTable; `width` is a CSS grid track. */
export interface RowColumn<Item> {
  readonly id: string;
  readonly header: string;
  readonly width: string;
  readonly cell: (row: Item) => ReactNode;
  readonly numeric?: boolean;
  /** Left out on windows narrower than 1100 px. */
  readonly wideOnly?: boolean;
  /** Sorting by this column asks for this `sort`, and for `-sort` the second time. */
  readonly sort?: string;
}

/** What a RowTable needs. */
export interface RowTableProps<Item> {
  readonly label: string;
  readonly list: Pick<PageList<Item>, 'rows' | 'total' | 'hasMore' | 'isLoadingMore' | 'loadMore'>;
  readonly columns: readonly RowColumn<Item>[];
  readonly rowKey: (row: Item) => string;
  /** Where a row leads; without it rows are only read. */
  readonly href?: (row: Item) => string;
  /** Name of the link of a row, for screen readers. */
  readonly title?: (row: Item) => string;
  /** How a row looks on a phone. */
  readonly card: (row: Item) => ReactNode;
  readonly sort?: string;
  readonly onSort?: (sort: string) => void;
  readonly rowHeight?: number;
}

/**
 * A list of any length: only the visible rows are in the document, pages load while scrolling,
 * `j` and `k` move and Enter opens. Columns on wide windows, cards on narrow ones; print shows
 * every loaded row.
 */
export function RowTable<Item>(props: RowTableProps<Item>) {
  const { list, rowKey, rowHeight = 44 } = props;
  const id = useId();
  const body = useRef<HTMLDivElement>(null);
  const offsetTop = useOffsetTop(body);
  const isNarrow = useIsNarrow();
  const isPrinting = useIsPrinting();
  const isWide = useMedia('(min-width: 1100px)');
  const columns = props.columns.filter((column) => isWide || !column.wideOnly);

  const virtual = useWindowVirtualizer({
    count: list.rows.length,
    estimateSize: () => (isNarrow ? 76 : rowHeight),
    overscan: OVERSCAN_ROWS,
    scrollMargin: offsetTop,
    // Known before the first layout: the first render has its rows.
    initialRect: { width: window.innerWidth, height: window.innerHeight },
    getItemKey: (index) => {
      const row = list.rows[index];
      return row === undefined ? index : rowKey(row);
    },
  });
  useRowKeys(props.label, id, list.rows.length, (index) => virtual.scrollToIndex(index));

  const items = virtual.getVirtualItems();
  const lastIndex = items.at(-1)?.index ?? 0;
  const { hasMore, loadMore } = list;
  const onEndNear = useEffectEvent(loadMore);
  const isEndNear = hasMore && lastIndex >= list.rows.length - OVERSCAN_ROWS;
  useEffect(() => {
    if (isEndNear) onEndNear();
  }, [isEndNear, list.rows.length]);

  const shown = formatCount(list.rows.length);
  const shared = { ...props, id, columns, isNarrow };
  return (
    <div className="card">
      <div
        role="table"
        aria-label={props.label}
        aria-rowcount={list.total === undefined ? -1 : list.total + 1}
      >
        <RowTableHeader
          columns={columns}
          hidden={isNarrow}
          sort={props.sort}
          onSort={props.onSort}
        />
        <div
          ref={body}
          role="rowgroup"
          className="relative"
          style={isPrinting ? undefined : { height: virtual.getTotalSize() }}
        >
          {isPrinting
            ? list.rows.map((row, index) => (
                <Row key={rowKey(row)} {...shared} row={row} index={index} />
              ))
            : items.map((item) => {
                const row = list.rows[item.index];
                if (row === undefined) return null;
                return (
                  <Row
                    key={item.key}
                    {...shared}
                    row={row}
                    index={item.index}
                    measure={virtual.measureElement}
                    top={item.start - virtual.options.scrollMargin}
                  />
                );
              })}
        </div>
      </div>
      <div className="numbers flex min-h-9 items-center justify-between gap-4 px-4 py-1.5 text-xs text-faint">
        <span>
          {list.total === undefined
            ? hasMore
              ? uiMessages.rowsMore(shown)
              : shown
            : uiMessages.rowsShown(shown, formatCount(list.total))}
        </span>
        {hasMore && (
          <button type="button" className="link no-print h-6" onClick={loadMore}>
            {list.isLoadingMore ? uiMessages.loading : uiMessages.loadMore}
          </button>
        )}
      </div>
    </div>
  );
}
