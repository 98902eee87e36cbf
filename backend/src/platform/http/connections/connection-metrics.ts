import { single } from '../../metrics/metric-family.ts';
import type { MetricFamily } from '../../metrics/metric-family.ts';
import type { ConnectionBook } from './connection-book.ts';

/** The metrics of the connections of the main port. */
export function connectionMetrics(book: ConnectionBook): MetricFamily[] {
  return [
    single('gauge', 'lexiflow_http_connections', 'Open connections', () => book.figures.open),
    single(
      'counter',
      'lexiflow_http_connections_refused_total',
      'Connections refused because their number or their memory was at its bound',
      () => book.figures.refused,
    ),
    single(
      'counter',
      'lexiflow_http_connections_reclaimed_total',
      'Idle connections closed to win memory',
      () => book.figures.reclaimed,
    ),
  ];
}
