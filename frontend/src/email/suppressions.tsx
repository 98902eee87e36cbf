import type { Suppression } from '@lexiflow/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { MailCheck } from 'lucide-react';
import { useState } from 'react';
import { liftSuppression, SUPPRESSIONS_PATH } from '../api/email.ts';
import { useMay } from '../api/session.ts';
import { usePageList } from '../api/use-page-list.ts';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { FigureTable } from '../ui/figure-table.tsx';
import { formatInstant } from '../ui/format.ts';
import { ListFrame } from '../ui/list-frame.tsx';
import { showToast } from '../ui/toast-store.ts';
import { emailMessages as text } from './messages.ts';

/** Addresses that get no email, newest first. */
export function Suppressions() {
  const client = useQueryClient();
  const mayManage = useMay('email:manage');
  const list = usePageList<Suppression>(['email', 'suppressions'], SUPPRESSIONS_PATH);
  const [chosen, setChosen] = useState<Suppression | null>(null);
  const lift = useMutation({
    mutationFn: ({ id }: Suppression) => liftSuppression(id),
    onSuccess: (_answer, { address }) => {
      setChosen(null);
      showToast({ text: text.lifted(address) });
      void client.invalidateQueries({ queryKey: ['email'] });
    },
  });
  return (
    <ListFrame
      list={list}
      empty={
        <EmptyState
          icon={<MailCheck size={20} />}
          title={text.noSuppressionsTitle}
          hint={text.noSuppressionsHint}
        />
      }
    >
      <FigureTable
        caption={text.tabs.suppressions}
        rows={list.rows}
        rowKey={(row) => row.id}
        empty={text.noSuppressionsTitle}
        columns={[
          { header: text.address, cell: (row) => row.address },
          { header: text.reason, cell: (row) => text.reasons[row.reason] },
          {
            header: text.detail,
            wrap: true,
            cell: (row) => <span className="block min-w-52">{row.detail}</span>,
          },
          { header: text.since, cell: (row) => formatInstant(row.createdAt) },
          {
            header: text.actions,
            cell: (row) =>
              mayManage && (
                <Button
                  tone="quiet"
                  aria-label={text.lifting(row.address)}
                  onClick={() => setChosen(row)}
                >
                  {text.lift}
                </Button>
              ),
          },
        ]}
      />
      {list.hasMore && (
        <Button className="self-start" busy={list.isLoadingMore} onClick={list.loadMore}>
          {text.more}
        </Button>
      )}
      {chosen && (
        <ConfirmDialog
          title={text.liftTitle}
          hint={text.liftHint}
          action={text.lift}
          busy={lift.isPending}
          error={lift.error}
          onConfirm={() => lift.mutate(chosen)}
          onClose={() => setChosen(null)}
        >
          <p className="mt-3 font-medium break-words">{chosen.address}</p>
        </ConfirmDialog>
      )}
    </ListFrame>
  );
}
