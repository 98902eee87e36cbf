import { useEffect, useState } from 'react';
import { ChartFigure } from '../ui/chart/chart-figure.tsx';
import { formatBytes, formatCount, formatMs } from '../ui/format.ts';
import { FigureSection } from './figure-section.tsx';
import { HistoryFeed } from './history-feed.ts';
import { liveModel, type LiveRule } from './live-model.ts';
import { operateMessages } from './messages.ts';

const text = operateMessages.charts;
const perSecond = (value: number) => text.perSecond(formatCount(Math.round(value * 10) / 10));

const rules: readonly LiveRule[] = [
  {
    title: text.memory,
    format: formatBytes,
    bytes: true,
    wide: true,
    bands: true,
    lines: [
      { figure: 'workingSetBytes', label: text.workingSet, colour: '--part-1' },
      { figure: 'heapUsedBytes', label: text.heap, colour: '--part-2' },
      { figure: 'heapFloorBytes', label: text.floor, colour: '--part-3' },
      { figure: 'accountedBytes', label: text.accounted, colour: '--part-4' },
    ],
  },
  {
    title: text.latency,
    format: formatMs,
    lines: [
      { figure: 'p99Ms', label: text.p99, colour: '--part-5' },
      { figure: 'p95Ms', label: text.p95, colour: '--part-3' },
      { figure: 'p50Ms', label: text.p50, colour: '--part-1' },
    ],
  },
  {
    title: text.traffic,
    format: perSecond,
    lines: [
      { figure: 'requestsPerSecond', label: text.requests, colour: '--part-2' },
      { figure: 'shedPerSecond', label: text.shed, colour: '--emergency' },
    ],
  },
  {
    title: text.gc,
    format: formatMs,
    lines: [{ figure: 'gcPauseMs', label: text.pause, colour: '--part-4', bars: true }],
  },
  {
    title: text.loop,
    format: formatMs,
    lines: [{ figure: 'eventLoopDelayMs', label: text.delay, colour: '--part-7' }],
  },
];

/** The charts of the last minutes over one feed; it stops with the screen. */
export function LiveCharts() {
  const [feed] = useState(() => new HistoryFeed());
  const [models] = useState(() => rules.map((rule) => liveModel(feed, rule)));
  useEffect(() => feed.start(), [feed]);
  return (
    <FigureSection title={text.title} csv={false}>
      <div className="grid gap-3 lg:grid-cols-2">
        {models.map((model) => (
          <ChartFigure key={model.title} model={model} />
        ))}
      </div>
    </FigureSection>
  );
}
