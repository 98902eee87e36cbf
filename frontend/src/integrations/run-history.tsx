import type { IntegrationRun } from '@lexiflow/contracts';
import { History } from 'lucide-react';
import { runsPath } from '../api/integrations.ts';
import { usePageList } from '../api/use-page-list.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { FigureTable, type FigureColumn } from '../ui/figure-table.tsx';
import { formatInstant } from '../ui/format.ts';
import { ListFrame } from '../ui/list-frame.tsx';
import { integrationMessages as text } from './messages.ts';
import { RunBadge } from './run-badge.tsx';

function cameOf({ detail, facts }: IntegrationRun): string {
  if (detail !== null) return detail;
  return Object.entries(facts)
    .map(([name, value]) => `${words(name)} ${String(value)}`)
    .join(', ');
}

function words(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

const columns: readonly FigureColumn<IntegrationRun>[] = [
  { header: text.started, cell: (row) => formatInstant(row.startedAt) },
  { header: text.action, cell: (row) => text.actions[row.action] },
  { header: text.outcome, cell: (row) => <RunBadge run={row} /> },
  {
    header: text.facts,
    wrap: true,
    cell: (row) => <span className="block min-w-52 break-words">{cameOf(row)}</span>,
  },
  { header: text.actor, cell: (row) => row.actor },
];

/** Tests and syncs of one integration, newest first. */
export function RunHistory({ id }: { id: string }) {
  const list = usePageList<IntegrationRun>(['integrations', 'runs', id], runsPath(id));
  return (
    <ListFrame list={list} empty={<EmptyState icon={<History size={20} />} title={text.noRuns} />}>
      <FigureTable
        caption={text.history}
        rows={list.rows}
        rowKey={(row) => row.id}
        empty={text.noRuns}
        columns={columns}
      />
      {list.hasMore && (
        <Button className="mt-3" busy={list.isLoadingMore} onClick={list.loadMore}>
          {text.more}
        </Button>
      )}
    </ListFrame>
  );
}
