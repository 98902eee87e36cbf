import type { DeadLetter } from '@lexiflow/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleCheck, RotateCcw } from 'lucide-react';
import { DEAD_EVENTS_PATH, discardEvent, replayEvent, replayEvents } from '../api/jobs.ts';
import { useMay } from '../api/session.ts';
import { usePageList } from '../api/use-page-list.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { FigureTable, type FigureColumn } from '../ui/figure-table.tsx';
import { formatCount, formatInstant } from '../ui/format.ts';
import { ListFrame } from '../ui/list-frame.tsx';
import { showToast } from '../ui/toast-store.ts';
import { LetterActions } from './letter-actions.tsx';
import { jobMessages as text } from './messages.ts';

const columns: readonly FigureColumn<DeadLetter>[] = [
  {
    header: text.consumer,
    cell: (row) => <code className="font-mono text-xs">{row.consumer}</code>,
  },
  { header: text.event, cell: (row) => <code className="font-mono text-xs">{row.type}</code> },
  {
    header: text.error,
    wrap: true,
    cell: (row) => <span className="block min-w-52">{row.error}</span>,
  },
  { header: text.tries, numeric: true, cell: (row) => formatCount(row.attempts) },
  { header: text.ended, cell: (row) => formatInstant(row.failedAt) },
  {
    header: text.actions,
    cell: (row) => (
      <LetterActions
        name={`${row.consumer} ${row.type} ${row.position}`}
        queryKey="events"
        discardHint={text.discardEventHint}
        onReplay={() => replayEvent(row.consumer, row.eventId)}
        onDiscard={() => discardEvent(row.consumer, row.eventId)}
      />
    ),
  },
];

/** Events that a consumer has given up, newest first; all of one consumer can be replayed at once. */
export function DeadEvents() {
  const list = usePageList<DeadLetter>(['events', 'dead'], DEAD_EVENTS_PATH);
  const consumers = [...new Set(list.rows.map(({ consumer }) => consumer))];
  return (
    <ListFrame
      list={list}
      empty={
        <EmptyState
          icon={<CircleCheck size={20} />}
          title={text.noDeadEvents}
          hint={text.noDeadEventsHint}
        />
      }
    >
      <div className="no-print mb-3 flex flex-wrap gap-2">
        {consumers.map((consumer) => (
          <ReplayAll key={consumer} consumer={consumer} />
        ))}
      </div>
      <FigureTable
        caption={text.tabs.events}
        rows={list.rows}
        rowKey={(row) => `${row.consumer} ${row.eventId}`}
        empty={text.noDeadEvents}
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

function ReplayAll({ consumer }: { consumer: string }) {
  const client = useQueryClient();
  const replay = useMutation({
    mutationFn: () => replayEvents(consumer),
    onSuccess: ({ changed }) => {
      void client.invalidateQueries({ queryKey: ['events'] });
      showToast({ text: text.replayedAll(formatCount(changed)) });
    },
    onError: (error) => showToast({ text: error.message, tone: 'error' }),
  });
  if (!useMay('job:manage')) return null;
  return (
    <Button busy={replay.isPending} onClick={() => replay.mutate()}>
      <RotateCcw size={14} aria-hidden />
      {text.replayAll(consumer)}
    </Button>
  );
}
