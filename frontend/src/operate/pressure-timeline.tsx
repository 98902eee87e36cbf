import { useQuery } from '@tanstack/react-query';
import { memoryTimelineQuery } from '../api/monitoring.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { FigureTable } from '../ui/figure-table.tsx';
import { formatBytes, formatClock, formatMs } from '../ui/format.ts';
import { uiMessages } from '../ui/messages.ts';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { FigureSection } from './figure-section.tsx';
import { LevelBadge } from './level-badge.tsx';
import { operateMessages } from './messages.ts';

const text = operateMessages.timeline;

/** Each change of level and each action of the governor: why, what it won, how long it took. */
export function PressureTimeline() {
  const { data, error, refetch } = useQuery(memoryTimelineQuery);
  return (
    <FigureSection title={text.title}>
      {!data && error && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonRows rows={3} height={34} />}
      {data && (
        <div className="max-h-80 overflow-y-auto">
          <FigureTable
            caption={text.title}
            rows={data.items}
            rowKey={(event) => event.id}
            empty={text.empty}
            columns={[
              {
                header: text.at,
                cell: (event) => <time dateTime={event.at}>{formatClock(event.at)}</time>,
              },
              { header: text.level, cell: (event) => <LevelBadge level={event.level} /> },
              { header: text.action, cell: (event) => event.action },
              {
                header: text.cause,
                wrap: true,
                cell: (event) => <span className="block min-w-52 text-dim">{event.cause}</span>,
              },
              {
                header: text.won,
                numeric: true,
                cell: (event) =>
                  event.bytesWon > 0 ? formatBytes(event.bytesWon) : uiMessages.none,
              },
              { header: text.duration, numeric: true, cell: (event) => formatMs(event.durationMs) },
            ]}
          />
        </div>
      )}
    </FigureSection>
  );
}
