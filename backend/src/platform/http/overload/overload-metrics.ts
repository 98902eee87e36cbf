import { single } from '../../metrics/metric-family.ts';
import type { MetricFamily } from '../../metrics/metric-family.ts';
import type { OverloadGate } from './overload-gate.ts';

/** The metrics of the overload gate. */
export function overloadMetrics(gate: OverloadGate): MetricFamily[] {
  return [
    single(
      'gauge',
      'lexiflow_http_concurrency_limit',
      'Requests of people worked on at once, at most',
      () => gate.figures.limit,
    ),
    single(
      'gauge',
      'lexiflow_http_concurrency',
      'Requests of people worked on now',
      () => gate.figures.inFlight,
    ),
    single(
      'gauge',
      'lexiflow_http_bulk_concurrency',
      'Imports and exports worked on now',
      () => gate.figures.bulk,
    ),
    single(
      'gauge',
      'lexiflow_http_concurrency_waiting',
      'Requests that wait for their turn',
      () => gate.figures.waiting,
    ),
    single(
      'gauge',
      'lexiflow_http_held_refusals',
      'Refusals held back for a moment',
      () => gate.figures.held,
    ),
    single(
      'gauge',
      'lexiflow_http_resting_connections',
      'Connections that are not read until their turn',
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
