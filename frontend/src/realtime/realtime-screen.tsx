import type { RealtimeMonitor } from '@lexiflow/contracts';
import { useQuery } from '@tanstack/react-query';
import { realtimeMonitorQuery } from '../api/realtime.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { formatBytes, formatCount } from '../ui/format.ts';
import { PageHeader } from '../ui/page-header.tsx';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { StatTile } from '../ui/stat-tile.tsx';
import { realtimeMessages as text } from './messages.ts';
import { EndTable, RoomTable, WindowTable } from './realtime-tables.tsx';

/** The WebSockets of one process: connections, rooms, why they ended, and the last hour. */
export default function RealtimeScreen() {
  const { data, error, refetch } = useQuery(realtimeMonitorQuery);
  return (
    <>
      <PageHeader title={text.title} detail={data && text.detail(data.instance)} />
      {error && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonRows />}
      {data && <Figures monitor={data} />}
    </>
  );
}

function Figures({ monitor }: { monitor: RealtimeMonitor }) {
  return (
    <div className="flex flex-col gap-6">
      <Tiles monitor={monitor} />
      <div className="grid items-start gap-6 xl:grid-cols-2">
        <section className="min-w-0">
          <h2 className="mb-2 font-semibold">{text.rooms}</h2>
          <RoomTable rows={monitor.rooms} />
        </section>
        <section className="min-w-0">
          <h2 className="mb-2 font-semibold">{text.ended}</h2>
          <EndTable closed={monitor.closed} />
        </section>
      </div>
      <section className="min-w-0">
        <h2 className="mb-2 font-semibold">{text.windows}</h2>
        <WindowTable rows={monitor.windows} />
      </section>
    </div>
  );
}

function Tiles({ monitor }: { monitor: RealtimeMonitor }) {
  const isDown = monitor.fanOut === 'redis' && !monitor.isFanOutUp;
  return (
    <div className="grid grid-cols-2 gap-3 lg:grid-cols-3 xl:grid-cols-6">
      <StatTile
        label={text.connections}
        value={formatCount(monitor.connections)}
        detail={text.ofLimit(formatCount(monitor.connectionLimit))}
      />
      <StatTile label={text.users} value={formatCount(monitor.users)} />
      <StatTile label={text.behind} value={formatCount(monitor.behind)} detail={text.behindHint} />
      <StatTile
        label={text.unsent}
        value={formatBytes(monitor.unsentBytes)}
        detail={text.ofLimit(formatBytes(monitor.unsentLimitBytes))}
      />
      <StatTile
        label={text.recent}
        value={formatCount(monitor.recentEvents)}
        detail={text.recentHint(formatBytes(monitor.recentBytes))}
      />
      <StatTile
        label={text.fanOut}
        value={formatCount(monitor.otherInstances)}
        detail={isDown ? text.fanOutDown : text.fanOutStates[monitor.fanOut]}
      />
    </div>
  );
}
