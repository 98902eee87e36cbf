import { single } from '../../metrics/metric-family.ts';
import type { MetricFamily } from '../../metrics/metric-family.ts';
import type { OverloadGate } from './overload-gate.ts';

/** The metrics of the overload gate. */
export function overloadMetrics(gate: OverloadGate): MetricFamily[] {
  const gauge = (name: string, help: string, read: () => number): MetricFamily =>
    single('gauge', `lexiflow_http_${name}`, help, read);
  return [
    gauge(
      'concurrency_limit',
      'Requests of people worked on at once, at most',
      () => gate.figures.limit,
    ),
    gauge('concurrency', 'Requests of people worked on now', () => gate.figures.inFlight),
    gauge('concurrency_waiting', 'Requests that wait for their turn', () => gate.figures.waiting),
    gauge('held_refusals', 'Refusals held back for a moment', () => gate.figures.held),
    gauge(
      'resting_connections',
      'Connections that are not read for a moment because their requests were refused, or too many came at once',
      () => gate.figures.resting,
    ),
    single(
      'counter',
      'lexiflow_http_overload_refused_total',
      'Requests refused because more was asked for than could be answered in time',
      () => gate.figures.refused,
    ),
  ];
}
