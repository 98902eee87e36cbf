import type { MemoryMetrics } from '@lexiflow/contracts';
import { formatBytes, formatCount, formatDuration, formatShare } from '../ui/format.ts';
import { StatTile } from '../ui/stat-tile.tsx';
import { operateMessages } from './messages.ts';

const text = operateMessages.tiles;

/** The figures an operator looks at first. */
export function LiveTiles({ metrics }: { metrics: MemoryMetrics }) {
  const { budget, process, admission } = metrics;
  const { oldGeneration, timeToLimitSeconds, floorBytes } = budget;
  return (
    <div className="grid grid-cols-2 gap-3 lg:grid-cols-5">
      <StatTile
        label={text.workingSet}
        value={formatBytes(budget.workingSetBytes)}
        detail={text.ofLimit(
          formatBytes(budget.limitBytes),
          formatShare(budget.workingSetBytes / budget.limitBytes),
        )}
      />
      <StatTile
        label={text.headroom}
        value={formatBytes(budget.headroomBytes)}
        detail={
          timeToLimitSeconds === null
            ? text.steady
            : text.timeToLimit(formatDuration(timeToLimitSeconds))
        }
      />
      <StatTile
        label={text.heap}
        value={formatBytes(oldGeneration.usedBytes)}
        detail={floorBytes === null ? text.noFloor : text.floor(formatBytes(floorBytes))}
      />
      <StatTile
        label={text.inFlight}
        value={formatCount(admission.inFlight)}
        detail={text.admitted(formatCount(admission.admitted), formatCount(admission.shed))}
      />
      <StatTile
        label={text.loop}
        value={formatShare(process.eventLoopUtilisation)}
        detail={text.rss(formatBytes(process.rssBytes))}
      />
    </div>
  );
}
