import type { Integration } from '@lexiflow/contracts';
import { formatInstant } from '../ui/format.ts';
import type { RowColumn } from '../ui/row-table.tsx';
import { integrationMessages as text } from './messages.ts';
import { IntegrationBadge } from './run-badge.tsx';

function instantOf(instant: string | null | undefined): string {
  return instant === null || instant === undefined ? text.never : formatInstant(instant);
}

/** The columns of the list of integrations on a wide window. */
export const integrationColumns: readonly RowColumn<Integration>[] = [
  {
    id: 'name',
    header: text.name,
    width: 'minmax(8rem, 1fr)',
    cell: (row) => <span className="block truncate font-medium">{row.name}</span>,
  },
  {
    id: 'kind',
    header: text.kind,
    width: '9rem',
    cell: (row) => <span className="text-dim">{text.kinds[row.kind]}</span>,
  },
  {
    id: 'state',
    header: text.state,
    width: '12rem',
    cell: (row) => <IntegrationBadge integration={row} />,
  },
  {
    id: 'last',
    header: text.lastRun,
    width: '10.5rem',
    cell: (row) => <span className="numbers text-dim">{instantOf(row.lastRun?.startedAt)}</span>,
  },
  {
    id: 'next',
    header: text.next,
    width: '10.5rem',
    wideOnly: true,
    cell: (row) => <span className="numbers text-dim">{instantOf(row.nextSyncAt)}</span>,
  },
];

/** An integration on a phone. */
export function IntegrationCard({ integration }: { integration: Integration }) {
  return (
    <>
      <div className="flex items-baseline justify-between gap-3">
        <span className="truncate font-medium">{integration.name}</span>
        <IntegrationBadge integration={integration} />
      </div>
      <p className="text-sm text-dim">
        {text.kinds[integration.kind]} · {instantOf(integration.lastRun?.startedAt)}
      </p>
    </>
  );
}
