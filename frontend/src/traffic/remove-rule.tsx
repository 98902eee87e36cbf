import type { AddressRule } from '@lexiflow/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { removeAddressRule } from '../api/traffic.ts';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { showToast } from '../ui/toast-store.ts';
import { trafficMessages as text } from './messages.ts';

/** Removes one rule after a question. */
export function RemoveRule({ rule }: { rule: AddressRule }) {
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => removeAddressRule(rule.id),
    onSuccess: () => {
      setAsking(false);
      void client.invalidateQueries({ queryKey: ['traffic'] });
      showToast({ text: text.removed });
    },
  });
  return (
    <>
      <Button
        icon
        tone="quiet"
        aria-label={`${text.remove}: ${rule.network}`}
        title={text.remove}
        onClick={() => setAsking(true)}
      >
        <Trash2 size={14} aria-hidden />
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={text.removeTitle}
          hint={text.removeHint(rule.network)}
          action={text.remove}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate()}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
