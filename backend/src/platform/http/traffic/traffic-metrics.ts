import { labelled, single, type MetricFamily } from '../../metrics/metric-family.ts';
import type { TrafficGuard } from './traffic-guard.ts';

/** What the metrics page shows of limits and lists. */
export function trafficMetrics(guard: TrafficGuard): MetricFamily[] {
  const { figures, rules } = guard;
  return [
    labelled(
      'counter',
      'lexiflow_traffic_refused_total',
      'Requests refused by a rate limit or a block, by reason',
      () => [
        { labels: { reason: 'address-limit' }, value: figures.addressLimited },
        { labels: { reason: 'user-limit' }, value: figures.userLimited },
        { labels: { reason: 'blocked' }, value: figures.blocked },
      ],
    ),
    single(
      'gauge',
      'lexiflow_traffic_address_rules',
      'Rules of the allow and block lists in force in this process',
      () => rules.size,
    ),
    single(
      'gauge',
      'lexiflow_traffic_table_bytes',
      'Bytes of the tables that count requests, fixed for any number of clients',
      () => guard.tableBytes,
    ),
  ];
}
