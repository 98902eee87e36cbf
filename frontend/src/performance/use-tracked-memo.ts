import { useMemo, type DependencyList } from 'react';
import { memoryMonitor } from './memory-monitor.ts';

/** `useMemo` whose runs are timed under `name`, and whose reuse is counted as cache hits. */
export function useTrackedMemo<T>(name: string, compute: () => T, dependencies: DependencyList): T {
  const run = { happened: false };
  const value = useMemo(() => {
    const startedAt = performance.now();
    const result = compute();
    memoryMonitor.recordComputation(name, performance.now() - startedAt);
    run.happened = true;
    return result;
  }, dependencies);
  memoryMonitor.recordCache(name, !run.happened);
  return value;
}
