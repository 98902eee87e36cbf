import type { Grant } from '@lexiflow/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { revokeGrant } from '../api/access.ts';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { showToast } from '../ui/toast-store.ts';
import { userMessages } from './messages.ts';

const text = userMessages.grants;

/** Ends a grant after a question. */
export function RevokeGrant({ grant }: { grant: Grant }) {
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const revoke = useMutation({
    mutationFn: () => revokeGrant(grant.userId, grant.id),
    onSuccess: () => {
      setAsking(false);
      void client.invalidateQueries({ queryKey: ['grants', grant.userId] });
      void client.invalidateQueries({ queryKey: ['access'] });
      showToast({ text: text.revoked });
    },
  });
  return (
    <>
      <Button
        tone="quiet"
        aria-label={`${text.revoke}: ${grant.permission}`}
        onClick={() => setAsking(true)}
      >
        {text.revoke}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={text.revokeTitle}
          hint={text.revokeHint}
          action={text.revoke}
          busy={revoke.isPending}
          error={revoke.error}
          onConfirm={() => revoke.mutate()}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
