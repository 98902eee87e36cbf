import type { LeakSignal } from '@lexiflow/contracts';
import type { LeakSignals } from '@lexiflow/memory';
import { formatSize } from '../format-size.ts';

type Trend = LeakSignals['heapFloor'];

const inWords: Readonly<Record<Trend['shape'], string>> = {
  'too-short': 'Too few readings yet',
  flat: 'Flat',
  unsteady: 'Rises and falls',
  step: 'One step, then flat',
  saturates: 'Levels off',
  'follows-load': 'Follows the load',
  grows: 'Grows',
};

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
  if (shape === 'too-short') return { name, isRaised, detail: inWords[shape] };
  const limit =
    timeToLimitMs === null ? '' : `, at the limit in ${(timeToLimitMs / 3_600_000).toFixed(1)} h`;
  const detail = `${inWords[shape]}: ${formatSize(fromBytes)} → ${formatSize(toBytes)}, ${formatSize(bytesPerHour)}/h${limit}`;
  return { name, isRaised, detail };
}
