import { labelled, single } from '../metrics/metric-family.ts';
import type { MetricFamily } from '../metrics/metric-family.ts';
import type { EventBus } from './event-bus.ts';
import type { EventDispatcher } from './event-dispatcher.ts';

/** What the metrics page shows of the domain events; one series for each registered consumer. */
export function eventMetrics(dispatcher: EventDispatcher, bus: EventBus): MetricFamily[] {
  return [
    labelled(
      'gauge',
      'lexiflow_event_lag_rows',
      'Events each consumer has not come to yet, as the last survey found; counted up to a bound',
      () => dispatcher.lag.map(({ consumer, rows }) => ({ labels: { consumer }, value: rows })),
    ),
    labelled(
      'gauge',
      'lexiflow_event_lag_seconds',
      'Age of the oldest event each consumer has not come to yet',
      () =>
        dispatcher.lag.map(({ consumer, seconds }) => ({ labels: { consumer }, value: seconds })),
    ),
    labelled(
      'gauge',
      'lexiflow_event_failures',
      'Events each consumer could not handle, by state',
      () =>
        dispatcher.lag.flatMap(({ consumer, retrying, waiting, dead }) => [
          { labels: { consumer, state: 'retrying' }, value: retrying },
          { labels: { consumer, state: 'waiting' }, value: waiting },
          { labels: { consumer, state: 'dead' }, value: dead },
        ]),
    ),
    labelled(
      'counter',
      'lexiflow_event_deliveries_total',
      'Deliveries of this process, by how they ended',
      () =>
        [...dispatcher.figures].flatMap(([consumer, { handled, failed, dead }]) => [
          { labels: { consumer, outcome: 'handled' }, value: handled },
          { labels: { consumer, outcome: 'failed' }, value: failed - dead },
          { labels: { consumer, outcome: 'dead' }, value: dead },
        ]),
    ),
    single(
      'gauge',
      'lexiflow_event_listeners',
      'Subscriptions to the event bus',
      () => bus.listenerCount,
    ),
    single(
      'counter',
      'lexiflow_event_told_total',
      'Events the bus told to listeners of this process',
      () => bus.toldTotal,
    ),
  ];
}
