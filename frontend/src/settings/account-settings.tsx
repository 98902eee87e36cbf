import type { Session } from '@lexiflow/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMe } from '../api/session.ts';
import { usePageList } from '../api/use-page-list.ts';
import { revokeOtherSessions, revokeSession, SESSIONS_PATH } from '../api/users.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { deviceName } from '../ui/describe-device.ts';
import { FigureTable } from '../ui/figure-table.tsx';
import { formatCount, formatInstant } from '../ui/format.ts';
import { ListFrame } from '../ui/list-frame.tsx';
import { showToast } from '../ui/toast-store.ts';
import { settingsMessages } from './messages.ts';
import { PasswordForm } from './password-form.tsx';

const text = settingsMessages.account;

/** Who the viewer is, their passphrase, and every session they can end. */
export function AccountSettings() {
  const me = useMe();
  const client = useQueryClient();
  const sessions = usePageList<Session>(['sessions'], SESSIONS_PATH);
  const end = useMutation({
    mutationFn: (session: Session) => revokeSession(session.id),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['sessions'] });
      showToast({ text: text.ended });
    },
    onError: (error) => showToast({ text: text.endFailed, detail: error.message, tone: 'error' }),
  });
  const endOthers = useMutation({
    mutationFn: revokeOtherSessions,
    onSuccess: ({ ended }) => {
      void client.invalidateQueries({ queryKey: ['sessions'] });
      showToast({ text: text.endedOthers(formatCount(ended)) });
    },
    onError: (error) => showToast({ text: text.endFailed, detail: error.message, tone: 'error' }),
  });
  return (
    <div className="flex flex-col gap-8">
      <section className="card max-w-xl p-4">
        <h2 className="text-xs font-medium text-faint">{text.who}</h2>
        <p className="mt-0.5 font-medium">{me.name}</p>
        <p className="text-sm text-dim">
          {me.email} · {settingsMessages.users.roles[me.role]}
        </p>
      </section>
      {me.kind === 'user' && <PasswordForm />}
      <section>
        <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
          <h2 className="font-semibold">{text.sessions}</h2>
          {sessions.rows.length > 1 && (
            <Button busy={endOthers.isPending} onClick={() => endOthers.mutate()}>
              {text.endOthers}
            </Button>
          )}
        </div>
        <ListFrame list={sessions} empty={<p className="text-sm text-dim">{text.none}</p>}>
          <FigureTable
            caption={text.sessions}
            rows={sessions.rows}
            rowKey={(session) => session.id}
            empty={text.none}
            columns={[
              {
                header: text.device,
                cell: (session) => deviceName(session.device),
              },
              { header: text.ip, cell: (session) => session.ip },
              { header: text.lastIp, cell: (session) => session.lastIp },
              { header: text.lastSeen, cell: (session) => formatInstant(session.lastSeenAt) },
              { header: text.expires, cell: (session) => formatInstant(session.expiresAt) },
              {
                header: text.actions,
                numeric: true,
                cell: (session) =>
                  session.current ? (
                    <Badge tone="normal">{text.thisBrowser}</Badge>
                  ) : (
                    <Button tone="quiet" onClick={() => end.mutate(session)}>
                      {text.end}
                    </Button>
                  ),
              },
            ]}
          />
        </ListFrame>
      </section>
    </div>
  );
}
