import { Profiler, type ReactNode } from 'react';
import { usePerformanceTracking } from './use-performance-tracking.ts';

/** Measures every render of its children under `name`. */
export function Tracked({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Profiler id={name} onRender={usePerformanceTracking(name)}>
      {children}
    </Profiler>
  );
}
