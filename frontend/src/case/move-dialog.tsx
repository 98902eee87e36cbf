import type { WorkflowDetail, WorkflowStage } from '@lexiflow/contracts';
import { useState } from 'react';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { Field } from '../ui/field.tsx';
import { useWorkflowMove } from './use-workflow-move.ts';
import { caseWorkMessages as text } from './workflow-messages.ts';

/** A move that asks first. */
export type PlannedMove =
  { readonly move: 'cancel' } | { readonly move: 'skip-stage'; readonly stage: WorkflowStage };

/** Says what skipping a stage or cancelling a workflow does, and asks why. */
export function MoveDialog({
  workflow,
  asked,
  onClose,
}: {
  workflow: WorkflowDetail;
  asked: PlannedMove;
  onClose: () => void;
}) {
  const [reason, setReason] = useState('');
  const move = useWorkflowMove(workflow);
  const isSkip = asked.move === 'skip-stage';
  const title = isSkip ? text.skipOf(asked.stage.name) : text.cancelOf(workflow.name);
  const skipHint = isSkip && asked.stage.status === 'pending' ? text.skipLaterHint : text.skipHint;
  return (
    <ConfirmDialog
      title={title}
      hint={isSkip ? skipHint : text.cancelHint}
      action={title}
      busy={move.isPending}
      error={move.error}
      onConfirm={() =>
        move.mutate(
          {
            move: asked.move,
            ...(isSkip ? { stageId: asked.stage.id } : {}),
            reason: reason.trim(),
          },
          { onSuccess: onClose },
        )
      }
      onClose={onClose}
    >
      <div className="mt-4">
        <Field label={text.reason} optional>
          {(attributes) => (
            <input
              {...attributes}
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
