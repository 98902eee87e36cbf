import { useEffect, useState } from 'react';
import { formatBytes, formatCount, formatMs } from '../ui/format.ts';
import { FigureSection } from './figure-section.tsx';
import { HistoryFeed } from './history-feed.ts';
import { LiveChart } from './live-chart.tsx';
import { operateMessages } from './messages.ts';

const text = operateMessages.charts;
const perSecond = (value: number) => text.perSecond(formatCount(Math.round(value * 10) / 10));

/** The charts of the last minutes over one feed; it stops with the screen. */
export function LiveCharts() {
  const [feed] = useState(() => new HistoryFeed());
  useEffect(() => feed.start(), [feed]);
  return (
    <FigureSection title={text.title} csv={false}>
      <div className="grid gap-3 lg:grid-cols-2">
        <LiveChart
          feed={feed}
          title={text.memory}
          format={formatBytes}
          bytes
          wide
          bands
          series={[
            { figure: 'workingSetBytes', label: text.workingSet, colour: '--part-1' },
            { figure: 'heapUsedBytes', label: text.heap, colour: '--part-2' },
            { figure: 'heapFloorBytes', label: text.floor, colour: '--part-3' },
            { figure: 'accountedBytes', label: text.accounted, colour: '--part-4' },
          ]}
        />
        <LiveChart
          feed={feed}
          title={text.latency}
          format={formatMs}
          series={[
            { figure: 'p99Ms', label: text.p99, colour: '--part-5' },
            { figure: 'p95Ms', label: text.p95, colour: '--part-3' },
            { figure: 'p50Ms', label: text.p50, colour: '--part-1' },
          ]}
        />
        <LiveChart
          feed={feed}
          title={text.traffic}
          format={perSecond}
          series={[
            { figure: 'requestsPerSecond', label: text.requests, colour: '--part-2' },
            { figure: 'shedPerSecond', label: text.shed, colour: '--emergency' },
          ]}
        />
        <LiveChart
          feed={feed}
          title={text.gc}
          format={formatMs}
          series={[{ figure: 'gcPauseMs', label: text.pause, colour: '--part-4', bars: true }]}
        />
        <LiveChart
          feed={feed}
          title={text.loop}
          format={formatMs}
          series={[{ figure: 'eventLoopDelayMs', label: text.delay, colour: '--part-7' }]}
        />
      </div>
    </FigureSection>
  );
}
