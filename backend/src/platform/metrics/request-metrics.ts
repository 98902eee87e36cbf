import { histogramSamples, labelled, single } from './metric-family.ts';
import type { MetricFamily } from './metric-family.ts';
import { outcomes } from './request-figures.ts';
import type { RequestFigures } from './request-figures.ts';

/** The metrics of what the server answers. */
export function requestMetrics(figures: RequestFigures): MetricFamily[] {
  return [
    labelled(
      'counter',
      'lexiflow_http_requests_total',
      'Requests answered, by route and class of status',
      () =>
        figures.rows().flatMap((row) =>
          outcomes.flatMap((outcome, index) => {
            const value = row.counts[index] ?? 0;
            return value === 0 ? [] : [{ labels: { route: row.name, status: outcome }, value }];
          }),
        ),
    ),
    {
      type: 'histogram',
      name: 'lexiflow_http_request_duration_seconds',
      help: 'Time from the first byte of a request to the last of its answer, by route',
      collect: () =>
        figures.rows().flatMap((row) => histogramSamples(row.seconds, { route: row.name })),
    },
    single(
      'gauge',
      'lexiflow_http_requests_in_flight',
      'Requests begun and not yet answered',
      () => figures.inFlight,
    ),
  ];
}
