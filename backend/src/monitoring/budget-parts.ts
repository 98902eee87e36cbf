import type { MemoryMetrics } from '@lexiflow/contracts';
import type { GovernorSnapshot } from '@lexiflow/memory';

type Figures = Pick<
  GovernorSnapshot,
  'workingSetBytes' | 'heapGrowthBytes' | 'standing' | 'unexplainedBytes' | 'pools'
>;

/**
 * What holds the working set: the process as it booted, the growth of its heap, standing memory and
 * pools by name, and the rest that nobody has explained. The parts sum up to the working set: where
 * names stand for memory that the system has not handed out yet, the boot part is that much smaller.
 */
export function budgetParts(figures: Figures): MemoryMetrics['budget']['parts'] {
  const { workingSetBytes, heapGrowthBytes, standing, unexplainedBytes, pools } = figures;
  const named = [
    { name: 'heap', bytes: heapGrowthBytes },
    ...standing.map(({ name, bytes }) => ({ name, bytes })),
    ...pools.map((pool) => ({ name: pool.name as string, bytes: pool.usedBytes })),
  ]
    .filter(({ bytes }) => bytes > 0)
    .sort((a, b) => b.bytes - a.bytes);
  const unexplained = Math.max(0, unexplainedBytes);
  const rest = named.reduce((total, { bytes }) => total + bytes, unexplained);
  return [
    { name: 'boot', bytes: workingSetBytes - rest },
    ...named,
    { name: 'unexplained', bytes: unexplained },
  ];
}
