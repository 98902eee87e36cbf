import type { Notification } from '@lexiflow/contracts';
import { BellOff } from 'lucide-react';
import { NOTIFICATIONS_PATH } from '../api/notifications.ts';
import { usePageList } from '../api/use-page-list.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ListFrame } from '../ui/list-frame.tsx';
import { notificationMessages as text } from './messages.ts';
import { NotificationRow } from './notification-row.tsx';

const all = {} as const;
const unreadOnly = { unread: true } as const;

/** Notifications, latest first. */
export function NotificationList({ isUnreadOnly }: { isUnreadOnly: boolean }) {
  const query = isUnreadOnly ? unreadOnly : all;
  const list = usePageList<Notification>(['notifications', 'list'], NOTIFICATIONS_PATH, query);
  return (
    <ListFrame
      list={list}
      empty={
        <EmptyState
          icon={<BellOff size={20} />}
          title={isUnreadOnly ? text.emptyUnreadTitle : text.emptyTitle}
          hint={isUnreadOnly ? text.emptyUnreadHint : text.emptyHint}
        />
      }
    >
      <ul className="card divide-y divide-line">
        {list.rows.map((row) => (
          <NotificationRow key={row.id} row={row} />
        ))}
      </ul>
      {list.hasMore && (
        <Button className="self-start" busy={list.isLoadingMore} onClick={list.loadMore}>
          {text.more}
        </Button>
      )}
    </ListFrame>
  );
}
