import type { Wall } from '@lexiflow/contracts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { liftWall } from '../api/cases.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { Field } from '../ui/field.tsx';
import { showToast } from '../ui/toast-store.ts';
import { caseMessages } from './messages.ts';

const text = caseMessages.walls;

/** Asks for a reason and lifts a wall; the reason goes to the audit log. */
export function LiftWallDialog({
  caseId,
  wall,
  onLifted,
  onClose,
}: {
  caseId: string;
  wall: Wall;
  onLifted: () => void;
  onClose: () => void;
}) {
  const [reason, setReason] = useState('');
  const [error, setError] = useState<string | undefined>();
  const lift = useMutation({
    mutationFn: () => liftWall(caseId, wall.id, reason.trim()),
    onSuccess: () => {
      onLifted();
      showToast({ text: text.liftedNow(wall.userName) });
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={text.liftOf(wall.userName)}
      hint={text.liftHint(wall.reason)}
      action={text.lift}
      busy={lift.isPending}
      error={lift.error}
      onConfirm={() => {
        const isGiven = reason.trim().length >= 3;
        setError(isGiven ? undefined : text.reasonMissing);
        if (isGiven) lift.mutate();
      }}
      onClose={onClose}
    >
      <div className="mt-4">
        <Field label={text.liftReason} error={error}>
          {(attributes) => (
            <input
              {...attributes}
              autoFocus
              maxLength={1000}
              className="input"
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
      </div>
    </ConfirmDialog>
  );
}
