import type { SlowQueryList } from '@lexiflow/contracts';
import { useQuery } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import { slowQueriesQuery } from '../api/performance.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { FigureTable, type FigureColumn } from '../ui/figure-table.tsx';
import { formatClock, formatCount, formatMs } from '../ui/format.ts';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { ExplainButton } from './explain-button.tsx';
import { queryMessages as text } from './messages.ts';
import { Statement } from './statement.tsx';

type Row = SlowQueryList['items'][number];

const count = (header: string, read: (row: Row) => number): FigureColumn<Row> => ({
  header,
  numeric: true,
  cell: (row) => formatCount(read(row)),
});
const time = (header: string, read: (row: Row) => number): FigureColumn<Row> => ({
  header,
  numeric: true,
  cell: (row) => formatMs(read(row)),
});

const columns: readonly FigureColumn<Row>[] = [
  { header: text.statement, wrap: true, cell: (row) => <Statement {...row} /> },
  count(text.calls, (row) => row.calls),
  time(text.mean, (row) => row.meanMs),
  time(text.p95, (row) => row.p95Ms),
  time(text.longest, (row) => row.maxMs),
  time(text.total, (row) => row.totalMs),
  count(text.rows, (row) => row.rows),
  count(text.failed, (row) => row.failed),
  { header: text.last, numeric: true, cell: (row) => formatClock(row.lastAt) },
  { header: text.explain, cell: (row) => <ExplainButton {...row} /> },
];

/** The slow statements of the last hour, the most time first, each with its plan. */
export function SlowStatements() {
  const { data, error, refetch } = useQuery(slowQueriesQuery);
  if (error && !data) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={6} />;
  if (data.items.length === 0) {
    return (
      <EmptyState icon={<CircleCheck size={20} />} title={text.noSlow} hint={text.noSlowHint} />
    );
  }
  return (
    <FigureTable
      caption={text.tabs.slow}
      rows={data.items}
      rowKey={({ id }) => id}
      empty={text.noSlow}
      columns={columns}
    />
  );
}
