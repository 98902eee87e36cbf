import { labelled, single, type MetricFamily } from '../../platform/metrics/metric-family.ts';
import type { RealtimeHub } from '../realtime-hub.ts';

/** The metrics of the gateway. */
export function realtimeMetrics(hub: RealtimeHub): MetricFamily[] {
  const { figures, table, outgoing, rooms, fanOut } = hub;
  const byWord = (words: ReadonlyMap<string, number>, label: string) =>
    Array.from(words, ([word, value]) => ({ value, labels: { [label]: word } }));
  return [
    single('gauge', 'lexiflow_realtime_connections', 'Open WebSockets', () => table.size),
    labelled('gauge', 'lexiflow_realtime_rooms', 'Rooms somebody is in, by kind', () =>
      Array.from(rooms.count(), ([kind, count]) => ({ value: count.rooms, labels: { kind } })),
    ),
    labelled('gauge', 'lexiflow_realtime_members', 'Connections in rooms, by kind of room', () =>
      Array.from(rooms.count(), ([kind, count]) => ({ value: count.members, labels: { kind } })),
    ),
    labelled('counter', 'lexiflow_realtime_messages_total', 'Messages over WebSockets', () => [
      { value: figures.messagesIn, labels: { direction: 'in' } },
      { value: figures.messagesOut, labels: { direction: 'out' } },
    ]),
    single(
      'counter',
      'lexiflow_realtime_sent_bytes_total',
      'Bytes written to WebSockets',
      () => figures.bytesOut,
    ),
    single(
      'counter',
      'lexiflow_realtime_dropped_total',
      'Messages left out because their reader was too far behind',
      () => figures.dropped,
    ),
    single(
      'counter',
      'lexiflow_realtime_resyncs_total',
      'Times a client was told to load a room anew',
      () => figures.resyncs,
    ),
    single(
      'counter',
      'lexiflow_realtime_replayed_total',
      'Events told to clients that had missed them',
      () => figures.replayed,
    ),
    single(
      'gauge',
      'lexiflow_realtime_behind',
      'Readers that are left out until they have read what waits',
      () => outgoing.behind,
    ),
    single(
      'gauge',
      'lexiflow_realtime_unsent_bytes',
      'Bytes charged for messages that wait in sockets',
      () => outgoing.usedBytes(),
    ),
    single(
      'gauge',
      'lexiflow_realtime_other_instances',
      'Other processes that presence and pushes are exchanged with',
      () => fanOut.others,
    ),
    labelled('counter', 'lexiflow_realtime_refused_total', 'WebSockets not let in, by reason', () =>
      byWord(figures.refusedBy, 'reason'),
    ),
    labelled('counter', 'lexiflow_realtime_closed_total', 'WebSockets that ended, by reason', () =>
      byWord(figures.closedBy, 'reason'),
    ),
  ];
}
