import type { CalendarFeed } from '@lexiflow/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CalendarDays, Plus } from 'lucide-react';
import { useState } from 'react';
import { CALENDAR_FEEDS_PATH, revokeCalendarFeed } from '../api/calendar-feeds.ts';
import { usePageList } from '../api/use-page-list.ts';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { FigureTable } from '../ui/figure-table.tsx';
import { formatInstant } from '../ui/format.ts';
import { ListFrame } from '../ui/list-frame.tsx';
import { showToast } from '../ui/toast-store.ts';
import { CalendarFeedDialog } from './calendar-feed-dialog.tsx';
import { settingsMessages } from './messages.ts';

const text = settingsMessages.feeds;

/** The viewer's calendar feeds: make, see when each was read, revoke. */
export function CalendarFeeds() {
  const client = useQueryClient();
  const list = usePageList<CalendarFeed>(['calendar-feeds'], CALENDAR_FEEDS_PATH);
  const [isMaking, setIsMaking] = useState(false);
  const [doomed, setDoomed] = useState<CalendarFeed | null>(null);
  const revoke = useMutation({
    mutationFn: (feed: CalendarFeed) => revokeCalendarFeed(feed.id),
    onSuccess: (_answer, feed) => {
      setDoomed(null);
      void client.invalidateQueries({ queryKey: ['calendar-feeds'] });
      showToast({ text: text.revoked(feed.name) });
    },
  });
  return (
    <section aria-label={text.label}>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-2xl text-sm text-dim">{text.intro}</p>
        <Button tone="primary" onClick={() => setIsMaking(true)}>
          <Plus size={14} aria-hidden />
          {text.new}
        </Button>
      </div>
      <ListFrame
        list={list}
        empty={
          <EmptyState
            icon={<CalendarDays size={20} />}
            title={text.emptyTitle}
            hint={text.emptyHint}
          />
        }
      >
        <FigureTable
          caption={text.table}
          rows={list.rows}
          rowKey={(feed) => feed.id}
          empty={text.emptyTitle}
          columns={[
            { header: text.name, cell: (feed) => <span className="font-medium">{feed.name}</span> },
            { header: text.made, cell: (feed) => formatInstant(feed.createdAt) },
            {
              header: text.lastRead,
              cell: (feed) => (feed.lastReadAt ? formatInstant(feed.lastReadAt) : text.never),
            },
            {
              header: text.actions,
              numeric: true,
              cell: (feed) => (
                <Button tone="danger" onClick={() => setDoomed(feed)}>
                  {text.revoke}
                </Button>
              ),
            },
          ]}
        />
      </ListFrame>
      {isMaking && <CalendarFeedDialog onClose={() => setIsMaking(false)} />}
      {doomed && (
        <ConfirmDialog
          title={text.revokeTitle}
          hint={text.revokeHint(doomed.name)}
          action={text.revoke}
          busy={revoke.isPending}
          error={revoke.error}
          onConfirm={() => revoke.mutate(doomed)}
          onClose={() => setDoomed(null)}
        />
      )}
    </section>
  );
}
