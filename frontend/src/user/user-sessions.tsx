import type { Session } from '@lexiflow/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { MonitorOff } from 'lucide-react';
import { useState } from 'react';
import { endUserSession, endUserSessions, userSessionsPath } from '../api/access.ts';
import { usePageList } from '../api/use-page-list.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { deviceName } from '../ui/describe-device.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { FigureTable } from '../ui/figure-table.tsx';
import { formatCount, formatInstant } from '../ui/format.ts';
import { ListFrame } from '../ui/list-frame.tsx';
import { showToast } from '../ui/toast-store.ts';
import { userMessages } from './messages.ts';

const text = userMessages.sessions;

/** Where a user is signed in, with the way to end it. */
export function UserSessions({ userId }: { userId: string }) {
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const key = ['user-sessions', userId] as const;
  const list = usePageList<Session>(key, userSessionsPath(userId));
  const reload = () => void client.invalidateQueries({ queryKey: key });
  const end = useMutation({
    mutationFn: (session: Session) => endUserSession(userId, session.id),
    onSuccess: () => {
      reload();
      showToast({ text: text.ended });
    },
    onError: (error) => showToast({ text: error.message, tone: 'error' }),
  });
  const endAll = useMutation({
    mutationFn: () => endUserSessions(userId),
    onSuccess: ({ ended }) => {
      setAsking(false);
      reload();
      showToast({ text: text.endedAll(formatCount(ended)) });
    },
  });
  return (
    <section className="min-w-0">
      {list.rows.length > 0 && (
        <div className="mb-3 flex justify-end">
          <Button tone="danger" onClick={() => setAsking(true)}>
            {text.endAll}
          </Button>
        </div>
      )}
      <ListFrame
        list={list}
        empty={
          <EmptyState
            icon={<MonitorOff size={20} />}
            title={text.emptyTitle}
            hint={text.emptyHint}
          />
        }
      >
        <FigureTable
          caption={text.label}
          rows={list.rows}
          rowKey={(session) => session.id}
          empty={text.emptyTitle}
          columns={[
            { header: text.device, cell: (session) => deviceName(session.device) },
            { header: text.ip, cell: (session) => session.ip },
            { header: text.lastIp, cell: (session) => session.lastIp },
            { header: text.lastSeen, cell: (session) => formatInstant(session.lastSeenAt) },
            { header: text.expires, cell: (session) => formatInstant(session.expiresAt) },
            {
              header: text.actions,
              numeric: true,
              cell: (session) =>
                session.current ? (
                  <Badge tone="normal">{text.current}</Badge>
                ) : (
                  <Button tone="quiet" onClick={() => end.mutate(session)}>
                    {text.end}
                  </Button>
                ),
            },
          ]}
        />
        {list.hasMore && (
          <Button className="mt-3" busy={list.isLoadingMore} onClick={list.loadMore}>
            {text.more}
          </Button>
        )}
      </ListFrame>
      {isAsking && (
        <ConfirmDialog
          title={text.endAllTitle}
          hint={text.endAllHint}
          action={text.endAll}
          busy={endAll.isPending}
          error={endAll.error}
          onConfirm={() => endAll.mutate()}
          onClose={() => setAsking(false)}
        />
      )}
    </section>
  );
}
