import type { NotificationPreferences, PreferencesChange } from '@lexiflow/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { changePreferences, preferencesQuery } from '../api/notifications.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { showToast } from '../ui/toast-store.ts';
import { ChannelTable } from './channel-table.tsx';
import { DigestForm } from './digest-form.tsx';
import { notificationMessages as text } from './messages.ts';

/** The state as it will be once a change is stored. */
function changed(before: NotificationPreferences, change: PreferencesChange) {
  const chosen = new Map(change.kinds?.map((one) => [one.kind, one]));
  const kinds = before.kinds.map((one) => chosen.get(one.kind) ?? one);
  return { ...before, digest: change.digest ?? before.digest, kinds };
}

/** What the viewer wants to hear of, and where; every change is stored at once. */
export function Preferences() {
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(preferencesQuery);
  const store = useMutation({
    // One after the other: each needs the version that the one before was answered with.
    scope: { id: 'notification-preferences' },
    mutationFn: (change: PreferencesChange) =>
      changePreferences(client.getQueryData(preferencesQuery.queryKey)?.version ?? 0, change),
    onMutate: (change) => {
      client.setQueryData(preferencesQuery.queryKey, (before) => before && changed(before, change));
    },
    onSuccess: (stored) => client.setQueryData(preferencesQuery.queryKey, stored),
    onError: (failure) => {
      void client.invalidateQueries({ queryKey: preferencesQuery.queryKey });
      showToast({ text: failure.message, tone: 'error' });
    },
  });
  if (error && !data) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={8} />;
  return (
    <div className="flex flex-col gap-6">
      <section className="min-w-0">
        <h2 className="font-semibold">{text.channelsTitle}</h2>
        <p className="mb-2 text-sm text-dim">{text.channelsHint}</p>
        <ChannelTable kinds={data.kinds} onChange={(kind) => store.mutate({ kinds: [kind] })} />
      </section>
      <section aria-labelledby="digest" className="max-w-2xl">
        <h2 id="digest" className="font-semibold">
          {text.digestTitle}
        </h2>
        <p className="mb-2 text-sm text-dim">{text.digestHint}</p>
        <DigestForm digest={data.digest} onChange={(digest) => store.mutate({ digest })} />
      </section>
    </div>
  );
}
