/** A version of the fault server, the trigger it must set off, and what makes that quick. */
export interface Fault {
  readonly trigger: string;
  readonly version: string;
  readonly settings: Readonly<Record<string, string>>;
}

/** Far longer than any trigger takes: a watch that ends by itself has missed it. */
const WATCH_MS = '200000';

export const faults: readonly Fault[] = [
  { trigger: 'memory', version: 'memory', settings: { WATCH_MS, MEMORY_FOR_MS: '200' } },
  {
    trigger: 'performance',
    version: 'slow',
    settings: { WATCH_MS, PERFORMANCE_DROP: '0.2', PERFORMANCE_FLOOR_MS: '200' },
  },
  { trigger: 'health', version: 'unhealthy', settings: { WATCH_MS, HEALTH_FAILURES: '3' } },
  { trigger: 'restarts', version: 'crashing', settings: { WATCH_MS, RESTARTS: '3' } },
];
