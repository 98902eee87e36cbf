import {
  notificationKindNames,
  type ChannelChoice,
  type NotificationKind,
} from '@lexiflow/contracts';
import { labelled, single } from '../platform/metrics/metric-family.ts';
import type { MetricFamily } from '../platform/metrics/metric-family.ts';

/** Counts since start, for the metrics page. */
export class NotificationFigures {
  readonly #told = new Map<NotificationKind, number>(
    notificationKindNames.map((kind) => [kind, 0]),
  );
  #digests = 0;

  /** Notifications that were raised, one for each who was told. */
  raised(kind: NotificationKind, told: readonly ChannelChoice[]): void {
    this.#told.set(kind, (this.#told.get(kind) ?? 0) + told.length);
  }

  /** A digest that was queued. */
  digestQueued(): void {
    this.#digests += 1;
  }

  /** What the metrics page shows of notifications. */
  metrics(listeners: () => number): MetricFamily[] {
    return [
      labelled('counter', 'lexiflow_notifications_total', 'People told of something, by kind', () =>
        [...this.#told].map(([kind, value]) => ({ labels: { kind }, value })),
      ),
      single(
        'counter',
        'lexiflow_notification_digests_total',
        'Digests queued as email',
        () => this.#digests,
      ),
      single(
        'gauge',
        'lexiflow_notification_listeners',
        'Listeners of the live feed of notifications',
        listeners,
      ),
    ];
  }
}
