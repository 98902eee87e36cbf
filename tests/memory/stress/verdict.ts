import type { LoadResult } from './load-plan.ts';

const MIB = 1024 * 1024;

/** Everything that was measured of one load. */
export interface LoadFacts {
  readonly load: LoadResult;
  readonly peakHeapBytes: number;
  readonly heapLimitBytes: number;
  readonly peakWorkingSetBytes: number;
  readonly limitBytes: number;
  readonly oomKills: number;
  readonly isAlive: boolean;
  readonly cacheHitRatio: number;
  readonly pauseP99Ms: number;
  /** Standard deviation over mean of the working set in the second half of the load. */
  readonly variation: number;
  readonly acceptanceMs: number;
  readonly liveBytesBefore: number;
  readonly liveBytesAfter: number;
}

/** One line of the verdict. */
export interface VerdictLine {
  readonly line: string;
  readonly aim: string;
  readonly measured: string;
  readonly holds: boolean;
}

const mb = (bytes: number): string => `${(bytes / MIB).toFixed(0)} MB`;
const ms = (value: number): string => (Number.isFinite(value) ? `${value.toFixed(0)} ms` : 'never');
const percent = (ratio: number, digits = 1): string => `${(100 * ratio).toFixed(digits)} %`;

/** The lines that a load is held to. Pure. */
export function verdict(facts: LoadFacts): readonly VerdictLine[] {
  const { load } = facts;
  const answered = load.served + load.refused + load.errors;
  const errorRatio = load.errors / Math.max(1, load.served + load.errors);
  const workingSetRatio = facts.peakWorkingSetBytes / facts.limitBytes;
  const growth = (facts.liveBytesAfter - facts.liveBytesBefore) / (answered / 1e6);
  const row = (line: string, aim: string, measured: string, holds: boolean): VerdictLine => ({
    line,
    aim,
    measured,
    holds,
  });
  return [
    row(
      'heap in use, most',
      `< 4096 MB and < ${mb(facts.heapLimitBytes)}`,
      mb(facts.peakHeapBytes),
      facts.peakHeapBytes < Math.min(4096 * MIB, facts.heapLimitBytes),
    ),
    row(
      'working set, most',
      `≤ 95 % of ${mb(facts.limitBytes)}`,
      `${mb(facts.peakWorkingSetBytes)} (${percent(workingSetRatio)})`,
      workingSetRatio <= 0.95,
    ),
    row(
      'killed by the kernel',
      '0',
      `${facts.oomKills}${facts.isAlive ? '' : ', not running any more'}`,
      facts.oomKills === 0 && facts.isAlive,
    ),
    row('cache hit rate', '> 80 %', percent(facts.cacheHitRatio), facts.cacheHitRatio > 0.8),
    row(
      'collection pause, p99',
      '< 50 ms',
      `≤ ${ms(facts.pauseP99Ms)} (bucket)`,
      facts.pauseP99Ms <= 50,
    ),
    row('served requests, p95', '< 200 ms', ms(load.p95Ms), load.p95Ms < 200),
    row('served requests, p99', '< 500 ms', ms(load.p99Ms), load.p99Ms < 500),
    row('errors, refusals apart', '< 0.1 %', percent(errorRatio, 3), errorRatio < 0.001),
    row(
      'working set, variation in the second half',
      '< 5 %',
      percent(facts.variation),
      facts.variation < 0.05,
    ),
    row(
      'full acceptance after the end',
      '≤ 2000 ms',
      ms(facts.acceptanceMs),
      facts.acceptanceMs <= 2000,
    ),
    row(
      'live bytes grown a million requests',
      '< 100 MB',
      `${mb(growth)} (${mb(facts.liveBytesBefore)} → ${mb(facts.liveBytesAfter)} over ${answered})`,
      growth < 100 * MIB,
    ),
  ];
}
