import type { Notification } from '@lexiflow/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Check } from 'lucide-react';
import { Link } from 'wouter';
import { readNotification } from '../api/notifications.ts';
import { Button } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { formatCount, formatInstant } from '../ui/format.ts';
import { showToast } from '../ui/toast-store.ts';
import { notificationMessages as text } from './messages.ts';

/** One notification: what happened, in which case, and the way there, which marks it as read. */
export function NotificationRow({ row }: { row: Notification }) {
  const client = useQueryClient();
  const read = useMutation({
    mutationFn: () => readNotification(row.id),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['notifications'] }),
    onError: (error) => showToast({ text: error.message, tone: 'error' }),
  });
  const isUnread = row.readAt === null;
  const facts = [row.caseTitle, row.detail, row.actor].filter(
    (fact): fact is string => fact !== null && fact !== '',
  );
  return (
    <li className="flex items-start gap-3 px-4 py-3">
      <span
        aria-hidden
        className={classNames(
          'mt-1.5 size-2 shrink-0 rounded-full',
          isUnread ? 'bg-accent' : 'bg-transparent',
        )}
      />
      <div className="min-w-0 flex-1">
        <Link
          href={row.path}
          onClick={() => isUnread && read.mutate()}
          className={classNames('break-words hover:underline', isUnread && 'font-medium')}
        >
          {row.title}
          {isUnread && <span className="sr-only"> ({text.unread})</span>}
        </Link>
        <p className="mt-0.5 text-sm break-words text-dim">{facts.join(' · ')}</p>
        <p className="mt-0.5 text-xs text-faint">
          <time dateTime={row.updatedAt}>{formatInstant(row.updatedAt)}</time>
          {row.count > 1 && ` · ${text.times(formatCount(row.count))}`}
        </p>
      </div>
      {isUnread && (
        <Button
          icon
          tone="quiet"
          aria-label={text.read(row.title)}
          title={text.markRead}
          busy={read.isPending}
          onClick={() => read.mutate()}
        >
          <Check size={16} aria-hidden />
        </Button>
      )}
    </li>
  );
}
