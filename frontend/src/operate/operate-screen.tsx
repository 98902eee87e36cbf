import type { MemoryMetrics } from '@lexiflow/contracts';
import { useQuery, type QueryClient } from '@tanstack/react-query';
import { memoryHealthQuery, memoryMetricsQuery } from '../api/monitoring.ts';
import { useMay } from '../api/session.ts';
import { useWasIdle } from '../api/when-idle.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { formatDuration } from '../ui/format.ts';
import { PageHeader } from '../ui/page-header.tsx';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { BudgetBar } from './budget-bar.tsx';
import { CacheTable, GcTable, PoolTable, RouteTable, ShedTable } from './figure-sections.tsx';
import { Instances } from './instances.tsx';
import { LevelBadge } from './level-badge.tsx';
import { LiveCharts } from './live-charts.tsx';
import { LiveTiles } from './live-tiles.tsx';
import { operateMessages as text } from './messages.ts';
import { REST_HEIGHT, STALE_AFTER_MS } from './operate.limits.ts';
import { OperatorActions } from './operator-actions.tsx';
import { PressureTimeline } from './pressure-timeline.tsx';
import { ProcessInfo } from './process-info.tsx';

/** Reads what the first lines of the screen show. */
export function firstRead(client: QueryClient): Promise<unknown> {
  return Promise.all([
    client.prefetchQuery(memoryMetricsQuery),
    client.prefetchQuery(memoryHealthQuery),
  ]);
}

/** What holds the memory now and how the governor keeps it in budget, read once a second. */
export default function OperateScreen() {
  const { data, error, errorUpdatedAt, dataUpdatedAt, refetch } = useQuery(memoryMetricsQuery);
  const mayAct = useMay('monitoring:act');
  const wasIdle = useWasIdle();
  if (!data) {
    return (
      <>
        <PageHeader title={text.title} />
        {error ? <ErrorPanel error={error} onRetry={() => void refetch()} /> : <SkeletonRows />}
      </>
    );
  }
  return (
    <>
      <PageHeader
        title={text.title}
        detail={
          <span className="flex flex-wrap items-center gap-2">
            <LevelBadge level={data.level} />
            <span className="numbers">
              {text.process(String(data.process.pid), formatDuration(data.process.uptimeSeconds))}
            </span>
          </span>
        }
        actions={mayAct && <OperatorActions metrics={data} />}
      />
      {error && errorUpdatedAt - dataUpdatedAt > STALE_AFTER_MS && (
        <div className="mb-4">
          <p className="mb-1 text-sm text-dim">{text.stale}</p>
          <ErrorPanel error={error} onRetry={() => void refetch()} />
        </div>
      )}
      <div className="flex flex-col gap-6">
        <BudgetBar budget={data.budget} />
        <LiveTiles metrics={data} />
        <div style={{ minHeight: REST_HEIGHT }} className="flex flex-col gap-6">
          {wasIdle && <Rest metrics={data} />}
        </div>
      </div>
    </>
  );
}

/** What is below the first screenful. */
function Rest({ metrics }: { metrics: MemoryMetrics }) {
  return (
    <>
      <LiveCharts />
      <Instances />
      <PressureTimeline />
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <PoolTable rows={metrics.pools} />
        <div className="grid min-w-0 gap-6">
          <CacheTable rows={metrics.caches} />
          <GcTable rows={metrics.gc} />
          <ShedTable byReason={metrics.admission.shedByReason} />
        </div>
      </div>
      <RouteTable rows={metrics.heavyRoutes} />
      <ProcessInfo />
    </>
  );
}
