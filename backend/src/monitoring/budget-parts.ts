import type { MemoryMetrics } from '@lexiflow/contracts';
import type { GovernorSnapshot } from '@lexiflow/memory';

type Figures = Pick<
  GovernorSnapshot,
  'workingSetBytes' | 'bootWorkingSetBytes' | 'unexplainedBytes' | 'pools'
>;

/**
 * What holds the working set: the process as it started, each pool, and the rest that nobody has
 * explained. The parts sum up to the working set: where accounts name memory that the system has
 * not handed out yet, the boot part is that much smaller.
 */
export function budgetParts(figures: Figures): MemoryMetrics['budget']['parts'] {
  const { workingSetBytes, bootWorkingSetBytes, unexplainedBytes, pools } = figures;
  const used = pools
    .filter((pool) => pool.usedBytes > 0)
    .map((pool) => ({ name: pool.name as string, bytes: pool.usedBytes }))
    .sort((a, b) => b.bytes - a.bytes);
  const unexplained = Math.max(0, unexplainedBytes);
  const accounted = used.reduce((total, { bytes }) => total + bytes, 0);
  const boot = Math.min(bootWorkingSetBytes, workingSetBytes - accounted - unexplained);
  return [{ name: 'boot', bytes: boot }, ...used, { name: 'unexplained', bytes: unexplained }];
}
