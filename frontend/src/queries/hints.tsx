import type { RepeatedQuery } from '@lexiflow/contracts';
import { useQuery } from '@tanstack/react-query';
import { queryHintsQuery } from '../api/performance.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { FigureTable, type FigureColumn } from '../ui/figure-table.tsx';
import { formatClock, formatCount } from '../ui/format.ts';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { ExplainButton } from './explain-button.tsx';
import { IndexTable } from './index-table.tsx';
import { queryMessages as text } from './messages.ts';
import { Statement } from './statement.tsx';

const columns: readonly FigureColumn<RepeatedQuery>[] = [
  { header: text.route, cell: (row) => <code className="font-mono text-xs">{row.route}</code> },
  { header: text.statement, wrap: true, cell: (row) => <Statement {...row} /> },
  { header: text.requests, numeric: true, cell: (row) => formatCount(row.requests) },
  { header: text.most, numeric: true, cell: (row) => formatCount(row.maxTimes) },
  { header: text.last, numeric: true, cell: (row) => formatClock(row.lastAt) },
  { header: text.explain, cell: (row) => <ExplainButton {...row} /> },
];

/** What could be asked better: statements that one request repeats, tables read as a whole. */
export function Hints() {
  const { data, error, refetch } = useQuery(queryHintsQuery);
  if (error && !data) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={6} />;
  return (
    <div className="flex flex-col gap-6">
      <section className="min-w-0">
        <h2 className="font-semibold">{text.repeated}</h2>
        <p className="mb-2 text-sm text-dim">{text.repeatedHint}</p>
        <FigureTable
          caption={text.repeated}
          rows={data.repeated}
          rowKey={({ id, route }) => `${route} ${id}`}
          empty={text.noRepeated}
          columns={columns}
        />
      </section>
      <section className="min-w-0">
        <h2 className="font-semibold">{text.indexes}</h2>
        <p className="mb-2 text-sm text-dim">{text.indexesHint}</p>
        <IndexTable rows={data.missingIndexes} />
      </section>
    </div>
  );
}
