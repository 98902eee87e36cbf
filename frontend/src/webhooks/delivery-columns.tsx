import type { WebhookDelivery } from '@lexiflow/contracts';
import { formatCount, formatInstant } from '../ui/format.ts';
import { uiMessages } from '../ui/messages.ts';
import type { RowColumn } from '../ui/row-table.tsx';
import { webhookMessages as text } from './messages.ts';
import { DeliveryBadge } from './webhook-state.tsx';

function lastAnswer({ lastStatus, lastError }: WebhookDelivery): string {
  if (lastError !== null) return lastError;
  return lastStatus === null ? uiMessages.none : String(lastStatus);
}

/** The columns of the deliveries on a wide window. */
export const deliveryColumns: readonly RowColumn<WebhookDelivery>[] = [
  {
    id: 'made',
    header: text.made,
    width: '10.5rem',
    cell: (row) => <span className="numbers text-dim">{formatInstant(row.createdAt)}</span>,
  },
  {
    id: 'event',
    header: text.event,
    width: 'minmax(9rem, 1fr)',
    cell: (row) => <code className="font-mono text-xs">{row.type}</code>,
  },
  {
    id: 'state',
    header: text.state,
    width: '7.5rem',
    cell: (row) => <DeliveryBadge state={row.state} />,
  },
  {
    id: 'attempts',
    header: text.attempts,
    width: '5.5rem',
    numeric: true,
    cell: (row) => formatCount(row.attempts),
  },
  {
    id: 'answer',
    header: text.lastAnswer,
    width: 'minmax(0, 2fr)',
    cell: (row) => <span className="block truncate text-dim">{lastAnswer(row)}</span>,
  },
  {
    id: 'next',
    header: text.nextAttempt,
    width: '10.5rem',
    wideOnly: true,
    cell: (row) => (
      <span className="numbers text-dim">
        {row.nextAttemptAt === null ? uiMessages.none : formatInstant(row.nextAttemptAt)}
      </span>
    ),
  },
];

/** A delivery on a phone. */
export function DeliveryCard({ delivery }: { delivery: WebhookDelivery }) {
  return (
    <>
      <div className="flex items-baseline justify-between gap-3">
        <code className="truncate font-mono text-xs font-medium">{delivery.type}</code>
        <DeliveryBadge state={delivery.state} />
      </div>
      <p className="truncate text-sm text-dim">{lastAnswer(delivery)}</p>
      <p className="numbers text-xs text-faint">
        {formatInstant(delivery.createdAt)} · {text.attempts} {formatCount(delivery.attempts)}
      </p>
    </>
  );
}
