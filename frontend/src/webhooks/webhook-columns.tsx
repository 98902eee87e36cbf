import type { Webhook } from '@lexiflow/contracts';
import { formatCount, formatInstant } from '../ui/format.ts';
import type { RowColumn } from '../ui/row-table.tsx';
import { webhookMessages as text } from './messages.ts';
import { WebhookBadge } from './webhook-state.tsx';

function eventsOf({ events }: Webhook): string {
  return events === null ? text.allEvents : text.eventCount(events.length);
}

function lastDelivered({ lastDeliveredAt }: Webhook): string {
  return lastDeliveredAt === null ? text.never : formatInstant(lastDeliveredAt);
}

/** The columns of the list of webhooks on a wide window. */
export const webhookColumns: readonly RowColumn<Webhook>[] = [
  {
    id: 'name',
    header: text.name,
    width: 'minmax(8rem, 1fr)',
    cell: (row) => <span className="block truncate font-medium">{row.name}</span>,
  },
  {
    id: 'url',
    header: text.url,
    width: 'minmax(0, 2fr)',
    cell: (row) => (
      <span className="block truncate text-dim" title={row.url}>
        {row.url}
      </span>
    ),
  },
  {
    id: 'events',
    header: text.events,
    width: '6rem',
    cell: (row) => <span className="text-dim">{eventsOf(row)}</span>,
  },
  {
    id: 'state',
    header: text.state,
    width: '10rem',
    cell: (row) => <WebhookBadge webhook={row} />,
  },
  {
    id: 'waiting',
    header: text.waiting,
    width: '5rem',
    numeric: true,
    cell: (row) => formatCount(row.waiting),
  },
  {
    id: 'failed',
    header: text.failed,
    width: '5rem',
    numeric: true,
    cell: (row) => formatCount(row.failed),
  },
  {
    id: 'last',
    header: text.lastDelivered,
    width: '10.5rem',
    wideOnly: true,
    cell: (row) => <span className="numbers text-dim">{lastDelivered(row)}</span>,
  },
  {
    id: 'owner',
    header: text.owner,
    width: 'minmax(6rem, 0.7fr)',
    wideOnly: true,
    cell: (row) => <span className="block truncate text-dim">{row.ownerName}</span>,
  },
];

/** A webhook on a phone. */
export function WebhookCard({ webhook }: { webhook: Webhook }) {
  return (
    <>
      <div className="flex items-baseline justify-between gap-3">
        <span className="truncate font-medium">{webhook.name}</span>
        <WebhookBadge webhook={webhook} />
      </div>
      <p className="truncate text-sm text-dim">{webhook.url}</p>
      <p className="numbers text-xs text-faint">
        {eventsOf(webhook)} · {text.waiting} {formatCount(webhook.waiting)} · {text.failed}{' '}
        {formatCount(webhook.failed)}
      </p>
    </>
  );
}
