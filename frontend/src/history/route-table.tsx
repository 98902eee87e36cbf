import type { HistoryRange, RouteHistoryItem } from '@lexiflow/contracts';
import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { Link } from 'wouter';
import { routeHistoryQuery } from '../api/history.ts';
import { Badge } from '../ui/badge.tsx';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { FigureTable, type FigureColumn } from '../ui/figure-table.tsx';
import { formatCount, formatMs } from '../ui/format.ts';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { TableCsvButton } from '../ui/table-csv-button.tsx';
import { historyMessages as text } from './messages.ts';

function time(
  header: string,
  read: (row: RouteHistoryItem) => number,
): FigureColumn<RouteHistoryItem> {
  return { header, numeric: true, cell: (row) => formatMs(read(row) * 1000) };
}

/** What each route did over the range; a route leads to its own charts. */
export function RouteTable({
  range,
  hrefOf,
}: {
  range: HistoryRange;
  hrefOf: (route: string) => string;
}) {
  const holder = useRef<HTMLDivElement>(null);
  const { data, error, refetch } = useQuery(routeHistoryQuery(range));
  const columns: readonly FigureColumn<RouteHistoryItem>[] = [
    {
      header: text.route,
      cell: ({ route }) => (
        <Link href={hrefOf(route)} className="link font-mono text-xs">
          {route}
        </Link>
      ),
    },
    { header: text.requests, numeric: true, cell: (row) => formatCount(row.requests) },
    {
      header: text.errors,
      numeric: true,
      cell: ({ errors }) =>
        errors === 0 ? formatCount(0) : <Badge tone="critical">{formatCount(errors)}</Badge>,
    },
    time(text.mean, (row) => row.meanSeconds),
    time(text.p50, (row) => row.p50Seconds),
    time(text.p95, (row) => row.p95Seconds),
    time(text.p99, (row) => row.p99Seconds),
  ];
  return (
    <div ref={holder} className="min-w-0">
      <div className="mb-2 flex h-7 items-center justify-between">
        <h2 className="font-semibold">{text.routes}</h2>
        <TableCsvButton holder={holder} title={text.routes} />
      </div>
      {error && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {data ? (
        <FigureTable
          caption={text.routes}
          rows={data.items}
          rowKey={({ route }) => route}
          empty={text.noRoutes}
          columns={columns}
        />
      ) : (
        !error && <SkeletonRows rows={6} />
      )}
    </div>
  );
}
