import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CheckCheck } from 'lucide-react';
import { readNotifications, unreadQuery } from '../api/notifications.ts';
import { Button } from '../ui/button.tsx';
import { showToast } from '../ui/toast-store.ts';
import { notificationMessages as text } from './messages.ts';

/** Marks as read what was there when the count was last asked for. */
export function ReadAllButton() {
  const client = useQueryClient();
  const { data, dataUpdatedAt } = useQuery(unreadQuery);
  const readAll = useMutation({
    mutationFn: () => readNotifications(new Date(dataUpdatedAt).toISOString()),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['notifications'] }),
    onError: (error) => showToast({ text: error.message, tone: 'error' }),
  });
  return (
    <Button
      busy={readAll.isPending}
      disabled={(data?.count ?? 0) === 0}
      onClick={() => readAll.mutate()}
    >
      <CheckCheck size={14} aria-hidden />
      {text.readAll}
    </Button>
  );
}
