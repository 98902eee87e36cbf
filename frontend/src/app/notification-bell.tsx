import { useQuery } from '@tanstack/react-query';
import { Bell } from 'lucide-react';
import { Link } from 'wouter';
import { unreadQuery } from '../api/notifications.ts';
import { appMessages } from './messages.ts';

/** The way to the notifications, with how many are unread. */
export function NotificationBell() {
  const count = useQuery(unreadQuery).data?.count ?? 0;
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
