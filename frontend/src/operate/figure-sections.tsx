import type { CacheFigures, MemoryMetrics, PoolFigures } from '@lexiflow/contracts';
import { FigureTable } from '../ui/figure-table.tsx';
import { formatBytes, formatCount, formatMs, formatShare } from '../ui/format.ts';
import { uiMessages } from '../ui/messages.ts';
import { FigureSection } from './figure-section.tsx';
import { heldText } from './held-text.ts';
import { operateMessages } from './messages.ts';

/** Every pool with what it uses, holds and may take. */
export function PoolTable({ rows }: { rows: readonly PoolFigures[] }) {
  const text = operateMessages.pools;
  return (
    <FigureSection title={text.title}>
      <FigureTable
        caption={text.title}
        rows={rows}
        rowKey={(pool) => pool.name}
        empty={text.empty}
        columns={[
          { header: text.name, cell: (pool) => pool.name },
          { header: text.used, numeric: true, cell: (pool) => formatBytes(pool.usedBytes) },
          { header: text.reserved, numeric: true, cell: (pool) => formatBytes(pool.reservedBytes) },
          { header: text.minimum, numeric: true, cell: (pool) => formatBytes(pool.minimumBytes) },
          { header: text.maximum, numeric: true, cell: (pool) => formatBytes(pool.maximumBytes) },
          { header: text.accounts, numeric: true, cell: (pool) => formatCount(pool.accounts) },
          { header: text.waiting, numeric: true, cell: (pool) => formatCount(pool.waiting) },
          { header: text.refused, numeric: true, cell: (pool) => formatCount(pool.refused) },
        ]}
      />
    </FigureSection>
  );
}

/** Every bounded cache with its fill, hit rate and evictions. */
export function CacheTable({ rows }: { rows: readonly CacheFigures[] }) {
  const text = operateMessages.caches;
  return (
    <FigureSection title={text.title}>
      <FigureTable
        caption={text.title}
        rows={rows}
        rowKey={(cache) => cache.name}
        empty={text.empty}
        columns={[
          { header: text.name, cell: (cache) => cache.name },
          {
            header: text.entries,
            numeric: true,
            cell: (cache) => `${formatCount(cache.entries)} / ${formatCount(cache.maxEntries)}`,
          },
          { header: text.bytes, numeric: true, cell: (cache) => formatBytes(cache.bytes) },
          { header: text.limit, numeric: true, cell: (cache) => formatBytes(cache.maxBytes) },
          {
            header: text.rate,
            numeric: true,
            cell: (cache) =>
              cache.hitRate === null ? uiMessages.none : formatShare(cache.hitRate),
          },
          {
            header: text.evictions,
            numeric: true,
            cell: (cache) =>
              formatCount(Object.values(cache.evictions).reduce((sum, count) => sum + count, 0)),
          },
        ]}
      />
    </FigureSection>
  );
}

/** The routes that hold most memory or answer slowest. */
export function RouteTable({ rows }: { rows: MemoryMetrics['heavyRoutes'] }) {
  const text = operateMessages.routes;
  return (
    <FigureSection title={text.title}>
      <FigureTable
        caption={text.title}
        rows={rows}
        rowKey={(route) => route.route}
        empty={text.empty}
        columns={[
          {
            header: text.route,
            cell: (route) => <code className="font-mono text-xs">{route.route}</code>,
          },
          { header: text.requests, numeric: true, cell: (route) => formatCount(route.requests) },
          {
            header: text.bytes,
            numeric: true,
            cell: (route) => formatBytes(route.accountedBytesP95),
          },
          { header: text.held, numeric: true, cell: heldText },
          { header: text.latency, numeric: true, cell: (route) => formatMs(route.p95Ms) },
        ]}
      />
    </FigureSection>
  );
}

/** The collections since the start, by kind. */
export function GcTable({ rows }: { rows: MemoryMetrics['gc'] }) {
  const text = operateMessages.gc;
  return (
    <FigureSection title={text.title}>
      <FigureTable
        caption={text.title}
        rows={rows}
        rowKey={(row) => row.kind}
        empty={text.empty}
        columns={[
          { header: text.kind, cell: (row) => row.kind },
          { header: text.count, numeric: true, cell: (row) => formatCount(row.count) },
          { header: text.total, numeric: true, cell: (row) => formatMs(row.totalMs) },
          { header: text.max, numeric: true, cell: (row) => formatMs(row.maxMs) },
        ]}
      />
    </FigureSection>
  );
}

/** Why requests were refused since the start. */
export function ShedTable({ byReason }: { byReason: Readonly<Record<string, number>> }) {
  const text = operateMessages.shed;
  return (
    <FigureSection title={text.title}>
      <FigureTable
        caption={text.title}
        rows={Object.entries(byReason)}
        rowKey={([reason]) => reason}
        empty={text.empty}
        columns={[
          { header: text.reason, cell: ([reason]) => reason },
          { header: text.count, numeric: true, cell: ([, count]) => formatCount(count) },
        ]}
      />
    </FigureSection>
  );
}
