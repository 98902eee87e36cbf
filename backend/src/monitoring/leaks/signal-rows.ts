import type { LeakSignal } from '@lexiflow/contracts';
import type { LeakSignals } from '@lexiflow/memory';
import { formatSize } from '../format-size.ts';

type Trend = LeakSignals['heapFloor'];

/** The signals of the whole process as rows of a table, each with its figures in a sentence. */
export function signalRows(signals: LeakSignals): LeakSignal[] {
  const { growthRule } = signals;
  return [
    trendRow('Heap after major collections', signals.heapFloor),
    trendRow('External memory after major collections', signals.externalFloor),
    trendRow('Working set that nobody has named', signals.unexplained),
    {
      name: 'Growth rule',
      isRaised: growthRule.isRaised,
      detail: `${formatSize(growthRule.grownBytes)} in ${Math.round(growthRule.windowMs / 1000)} s, threshold ${formatSize(growthRule.thresholdBytes)}`,
    },
  ];
}

function trendRow(name: string, trend: Trend): LeakSignal {
  const { shape, isRaised, fromBytes, toBytes, bytesPerHour, timeToLimitMs } = trend;
  const limit =
    timeToLimitMs === null ? '' : `, at the limit in ${(timeToLimitMs / 3_600_000).toFixed(1)} h`;
  const detail = `${shape}: ${formatSize(fromBytes)} → ${formatSize(toBytes)}, ${formatSize(bytesPerHour)}/h${limit}`;
  return { name, isRaised, detail };
}
