import { useQuery } from '@tanstack/react-query';
import { Bell } from 'lucide-react';
import { Link } from 'wouter';
import { unreadIntervalMs, unreadQuery } from '../api/notifications.ts';
import { useReload } from '../api/use-reload.ts';
import { useRoom } from '../api/use-room.ts';
import { useWasIdle } from '../api/when-idle.ts';
import { appMessages } from './messages.ts';

const shown = { queryKey: ['notifications'] };

/** The way to the notifications, with how many are unread; a push brings it, and the open list, up to date. */
export function NotificationBell() {
  const reload = useReload(shown);
  // What came before the room was joined, or while the connection was lost, is not pushed again.
  const news = ['message', 'resync', 'joined'];
  const isPushed = useRoom('notifications', ({ type }) => {
    if (news.includes(type)) reload();
  });
  const unread = useQuery({
    ...unreadQuery,
    enabled: useWasIdle(),
    refetchInterval: unreadIntervalMs(isPushed),
  });
  const count = unread.data?.count ?? 0;
  return (
    <Link
      href="/notifications"
      className="button relative"
      data-tone="quiet"
      data-shape="icon"
      aria-label={appMessages.unread(count)}
    >
      <Bell size={16} aria-hidden />
      {count > 0 && (
        <span
          aria-hidden
          className="numbers absolute -top-0.5 left-1/2 rounded-full bg-accent px-1 text-2xs leading-4 font-medium text-surface"
        >
          {count > 99 ? '99+' : count}
        </span>
      )}
    </Link>
  );
}
