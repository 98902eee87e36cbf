import { useCallback, type ProfilerOnRenderCallback } from 'react';
import { memoryMonitor } from './memory-monitor.ts';
import { SLOW_RENDER_MS } from './performance.limits.ts';

/**
 * The `onRender` of a `<Profiler>`: records under `name` how long each render really took.
 * Renders above one frame count as slow and are warned about in development.
 */
export function usePerformanceTracking(name: string): ProfilerOnRenderCallback {
  return useCallback(
    (_id, phase, actualDurationMs) => {
      memoryMonitor.recordRender(name, actualDurationMs);
      if (import.meta.env.DEV && actualDurationMs > SLOW_RENDER_MS) {
        console.warn(`Slow ${phase} of ${name}: ${actualDurationMs.toFixed(1)} ms`);
      }
    },
    [name],
  );
}
