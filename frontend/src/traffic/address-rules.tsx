import type { AddressRule } from '@lexiflow/contracts';
import { ShieldCheck } from 'lucide-react';
import { ADDRESS_RULES_PATH } from '../api/traffic.ts';
import { usePageList } from '../api/use-page-list.ts';
import { useTrackedMemo } from '../performance/use-tracked-memo.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { FigureTable, type FigureColumn } from '../ui/figure-table.tsx';
import { FilterInput } from '../ui/filter-input.tsx';
import { formatCount, formatInstant } from '../ui/format.ts';
import { ListFrame } from '../ui/list-frame.tsx';
import { trafficMessages as text } from './messages.ts';
import { RemoveRule } from './remove-rule.tsx';

const columns: readonly FigureColumn<AddressRule>[] = [
  { header: text.network, cell: (rule) => <code className="font-mono">{rule.network}</code> },
  {
    header: text.kind,
    cell: (rule) => (
      <Badge tone={rule.kind === 'block' ? 'warning' : 'normal'}>{text.kinds[rule.kind]}</Badge>
    ),
  },
  {
    header: text.reason,
    wrap: true,
    cell: (rule) => <span className="block min-w-52">{rule.reason}</span>,
  },
  {
    header: text.source,
    cell: (rule) =>
      rule.source === 'automatic'
        ? `${text.automatic}${rule.times > 1 ? ` (${text.times(formatCount(rule.times))})` : ''}`
        : (rule.createdByName ?? text.unknownMaker),
  },
  {
    header: text.until,
    cell: (rule) => (rule.expiresAt === null ? text.noEnd : formatInstant(rule.expiresAt)),
  },
];

/** The allow and block lists, newest first. */
export function AddressRules({
  q,
  onFilter,
  mayManage,
}: {
  q: string;
  onFilter: (q: string) => void;
  mayManage: boolean;
}) {
  const query = useTrackedMemo('traffic: query', () => ({ q }), [q]);
  const list = usePageList<AddressRule>(['traffic', 'rules'], ADDRESS_RULES_PATH, query);
  const actions: FigureColumn<AddressRule> = {
    header: text.remove,
    cell: (rule) => <RemoveRule rule={rule} />,
  };
  return (
    <section className="min-w-0">
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <h2 className="font-semibold">{text.rules}</h2>
        <FilterInput
          aria-label={text.filter}
          placeholder={text.filter}
          className="max-w-56"
          value={q}
          onSettled={onFilter}
        />
      </div>
      <ListFrame
        list={list}
        empty={
          <EmptyState
            icon={<ShieldCheck size={20} />}
            title={text.emptyTitle}
            hint={text.emptyHint}
          />
        }
      >
        <FigureTable
          caption={text.rules}
          rows={list.rows}
          rowKey={(rule) => rule.id}
          empty={text.emptyTitle}
          columns={mayManage ? [...columns, actions] : columns}
        />
        {list.hasMore && (
          <Button className="mt-3" busy={list.isLoadingMore} onClick={list.loadMore}>
            {text.more}
          </Button>
        )}
      </ListFrame>
    </section>
  );
}
