import type { PoolState } from '@lexiflow/contracts';
import { useQuery } from '@tanstack/react-query';
import { poolQuery } from '../api/performance.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { FigureTable, type FigureColumn } from '../ui/figure-table.tsx';
import { formatCount, formatMs } from '../ui/format.ts';
import { uiMessages } from '../ui/messages.ts';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { StatTile } from '../ui/stat-tile.tsx';
import { queryMessages as text } from './messages.ts';
import { Statement } from './statement.tsx';

type Held = PoolState['heldTooLong'][number];

const columns: readonly FigureColumn<Held>[] = [
  { header: text.statement, wrap: true, cell: (row) => <Statement {...row} /> },
  {
    header: text.owner,
    cell: ({ owner }) =>
      owner === null ? uiMessages.none : <code className="font-mono text-xs">{owner}</code>,
  },
  { header: text.heldFor, numeric: true, cell: (row) => formatMs(row.heldMs) },
];

const msOrNone = (ms: number | null): string => (ms === null ? uiMessages.none : formatMs(ms));

/** The connections of the process that answers, and those that one caller keeps for too long. */
export function Pool() {
  const { data, error, refetch } = useQuery(poolQuery);
  if (error && !data) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={4} />;
  return (
    <div className="flex flex-col gap-6">
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-5">
        <StatTile
          label={text.inUse}
          value={formatCount(data.inUse)}
          detail={text.ofMax(formatCount(data.max))}
        />
        <StatTile
          label={text.idle}
          value={formatCount(data.idle)}
          detail={text.open(formatCount(data.open))}
        />
        <StatTile
          label={text.waiting}
          value={formatCount(data.waiting)}
          detail={text.waitingLimit(formatCount(data.waitingLimit))}
        />
        <StatTile
          label={text.refused}
          value={formatCount(data.refusedTotal)}
          detail={text.lost(formatCount(data.lostTotal), formatCount(data.failedTotal))}
        />
        <StatTile
          label={text.acquire}
          value={msOrNone(data.acquireP95Ms)}
          detail={text.statementTime(msOrNone(data.statementP95Ms))}
        />
      </div>
      <section className="min-w-0">
        <h2 className="mb-2 font-semibold">{text.held}</h2>
        <FigureTable
          caption={text.held}
          rows={data.heldTooLong}
          rowKey={({ heldMs, fingerprint }) => `${heldMs} ${fingerprint}`}
          empty={text.noHeld}
          columns={columns}
        />
      </section>
    </div>
  );
}
