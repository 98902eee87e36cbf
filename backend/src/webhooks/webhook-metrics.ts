import { histogramSamples, labelled, single } from '../platform/metrics/metric-family.ts';
import type { MetricFamily } from '../platform/metrics/metric-family.ts';
import type { WebhookFigures } from './webhook-figures.ts';

/** What the metrics page shows of the webhooks; no series for single webhooks, whose number users decide. */
export function webhookMetrics(figures: WebhookFigures): MetricFamily[] {
  const counts = (label: string, values: Readonly<Record<string, number>>) =>
    Object.entries(values).map(([name, value]) => ({ labels: { [label]: name }, value }));
  return [
    labelled(
      'counter',
      'lexiflow_webhook_attempts_total',
      'Attempts of this process to deliver to webhooks, by how they ended',
      () => counts('outcome', figures.attempts),
    ),
    {
      type: 'histogram',
      name: 'lexiflow_webhook_attempt_seconds',
      help: 'Time receivers of webhooks took to answer',
      collect: () => histogramSamples(figures.seconds, {}),
    },
    single(
      'counter',
      'lexiflow_webhook_deliveries_made_total',
      'Deliveries this process made from events, tests and replays',
      () => figures.made,
    ),
    labelled(
      'counter',
      'lexiflow_webhook_deliveries_total',
      'Deliveries that ended in this process, by how',
      () => counts('state', figures.ended),
    ),
    single(
      'counter',
      'lexiflow_webhook_deliveries_dropped_total',
      'Waiting deliveries that the bounds of the log removed; a replay makes them again',
      () => figures.dropped,
    ),
    labelled(
      'counter',
      'lexiflow_webhook_disabled_total',
      'Webhooks this process turned off, by reason',
      () => counts('reason', figures.turnedOff),
    ),
  ];
}
