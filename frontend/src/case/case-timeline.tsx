import type { TimelineItem } from '@lexiflow/contracts';
import { History } from 'lucide-react';
import { usePageList } from '../api/use-page-list.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { formatDate, formatInstant } from '../ui/format.ts';
import { ListFrame } from '../ui/list-frame.tsx';
import { RowTable, type RowColumn } from '../ui/row-table.tsx';
import { caseMessages } from './messages.ts';

const text = caseMessages.timeline;

// A docket entry has a legal date; a change has an instant.
function when(item: TimelineItem): string {
  return item.at.length > 10 && item.kind === 'event'
    ? formatInstant(item.at)
    : formatDate(item.at);
}

function What({ item }: { item: TimelineItem }) {
  return (
    <>
      <p className="font-medium">{item.title}</p>
      {item.detail && <p className="line-clamp-3 text-dim">{item.detail}</p>}
    </>
  );
}

const columns: readonly RowColumn<TimelineItem>[] = [
  {
    id: 'when',
    header: text.when,
    width: '10rem',
    cell: (item) => <span className="numbers text-dim">{when(item)}</span>,
  },
  {
    id: 'kind',
    header: text.kind,
    width: '7rem',
    cell: (item) => (
      <span className="text-faint">{item.kind === 'event' ? text.event : text.entry}</span>
    ),
  },
  { id: 'what', header: text.what, width: 'minmax(0, 1fr)', cell: (item) => <What item={item} /> },
  {
    id: 'who',
    header: text.who,
    width: '9rem',
    cell: (item) => <span className="text-dim">{item.actor ?? ''}</span>,
  },
];

/** Docket entries and recorded changes of a case, as one list by time. */
export function CaseTimeline({ caseId }: { caseId: string }) {
  const list = usePageList<TimelineItem>(
    ['cases', 'timeline', caseId],
    `/cases/${caseId}/timeline`,
  );
  return (
    <section aria-label={text.label}>
      <ListFrame
        list={list}
        empty={
          <EmptyState icon={<History size={20} />} title={text.emptyTitle} hint={text.emptyHint} />
        }
      >
        <RowTable
          label={text.label}
          list={list}
          columns={columns}
          rowKey={(item) => item.id}
          card={(item) => (
            <>
              <p className="numbers text-xs text-faint">
                {when(item)}
                {item.actor && ` · ${item.actor}`}
              </p>
              <What item={item} />
            </>
          )}
        />
      </ListFrame>
    </section>
  );
}
