import type { QueryCache } from '@tanstack/react-query';
import { memoryMonitor } from '../performance/memory-monitor.ts';

/** Counts how often a screen finds its answer in the query cache; ends by the returned function. */
export function trackQueryCache(cache: QueryCache): () => void {
  return cache.subscribe((event) => {
    if (event.type !== 'observerAdded') return;
    const [name] = event.query.queryKey;
    memoryMonitor.recordCache(`queries: ${String(name)}`, event.query.state.data !== undefined);
  });
}
