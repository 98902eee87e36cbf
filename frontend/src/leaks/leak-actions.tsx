import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ScanSearch, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { checkLeaks, clearLeaks, leaksQuery } from '../api/leaks.ts';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { formatCount } from '../ui/format.ts';
import { showToast } from '../ui/toast-store.ts';
import { leakMessages as text } from './messages.ts';

/** What an administrator can ask of the detective. */
export function LeakActions() {
  const client = useQueryClient();
  const [isClearing, setClearing] = useState(false);
  const check = useMutation({
    mutationFn: checkLeaks,
    onSuccess: (report) => {
      client.setQueryData(leaksQuery.queryKey, report);
      const count = (status: string) =>
        report.items.filter((finding) => finding.status === status).length;
      showToast({ text: text.checked(count('convicted'), count('suspect')) });
    },
    onError: (error) => showToast({ text: error.message, tone: 'error' }),
  });
  const clear = useMutation({
    mutationFn: clearLeaks,
    onSuccess: ({ removed }) => {
      setClearing(false);
      void client.invalidateQueries({ queryKey: leaksQuery.queryKey });
      showToast({ text: text.cleared(formatCount(removed)) });
    },
  });
  return (
    <>
      <Button busy={check.isPending} onClick={() => check.mutate()}>
        <ScanSearch size={14} aria-hidden />
        {text.check}
      </Button>
      <Button onClick={() => setClearing(true)}>
        <Trash2 size={14} aria-hidden />
        {text.clear}
      </Button>
      {isClearing && (
        <ConfirmDialog
          title={text.clearTitle}
          hint={text.clearHint}
          action={text.clear}
          busy={clear.isPending}
          error={clear.error}
          onConfirm={() => clear.mutate()}
          onClose={() => setClearing(false)}
        />
      )}
    </>
  );
}
